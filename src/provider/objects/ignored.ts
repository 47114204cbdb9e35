import { textMapOf } from "../../kube-provider/values";
import { printableLine } from "../../model/printable";
import type { Diagnostics, Value } from "../../plugin";
import { isDigest, type Digests } from "./state";

/** What is not planned of objects: Terraform puts in the configuration what `ignore_changes` names of a state. */
interface Ignored {
  /** Which resource, e.g. `the tenant tenant-shop`. */
  readonly title: string;
  /** `objects` of the configuration. @default - they are not ignored */
  readonly ignored: Value | undefined;
  readonly wanted: Digests;
}

/** Tells of what differs, and is not written for that. */
export function warnOfIgnored({ title, ignored, wanted }: Ignored, diagnostics: Diagnostics): void {
  if ((ignored ?? null) === null) return;
  const found = textMapOf(ignored);
  const keys = [...new Set([...Object.keys(found), ...Object.keys(wanted)])].filter(
    (key) => found[key] !== wanted[key],
  );
  if (keys.length === 0) return;
  const lines = keys.map((key) => `  ${key}: ${wanted[key] === undefined ? "not wanted" : differing(found[key])}`);
  diagnostics.warning(
    `What differs of ${title} is ignored`,
    [...lines.map(printableLine), `\`ignore_changes\` names \`objects\`: ${SET_BACK}`].join("\n"),
    ["objects"],
  );
}

/** When what is ignored is written all the same. */
export const SET_BACK = "it is set right with the next change of this resource, or by a plan without that entry.";

function differing(text: string | undefined): string {
  if (text === undefined) return "missing";
  return isDigest(text) ? "to be another" : text;
}
