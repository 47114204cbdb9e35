import { show } from "../../model/issue";
import { isDnsLabel, isDnsSubdomain, isPathSegment } from "../../model/kubernetes/names";
import { innerOf, memberOf } from "../../kube-provider/plain";
import { DiagnosticError, isUnknown, type Diagnostics, type Value } from "../../plugin";
import { textOf } from "../../kube-provider/values";
import { MANIFEST } from "./errors";

/** What no object of any API server can be called. */
interface Rule {
  readonly names: readonly string[];
  readonly isRight: (text: string, apiVersion: string) => boolean;
  /** What it is, in a title. */
  readonly kind: string;
  readonly expected: string;
}

/** Groups whose objects all have names of this form; of others some have not, as roles. */
const PLAIN = new Set(["v1", "apps/v1", "batch/v1"]);

const RULES: readonly Rule[] = [
  {
    names: ["apiVersion"],
    isRight: isApiVersion,
    kind: "version of an API",
    expected: 'GROUP/VERSION, e.g. "apps/v1", or "v1" for the core group',
  },
  {
    names: ["kind"],
    kind: "kind",
    isRight: (text) => text.length <= 63 && /^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/.test(text),
    expected: 'one word of letters and digits, e.g. "Deployment"',
  },
  {
    names: ["metadata", "name"],
    kind: "name of an object",
    isRight: (text, apiVersion) => (PLAIN.has(apiVersion) ? isDnsSubdomain(text) : isPathSegment(text)),
    expected: "lower case letters, digits, - and ., with a letter or digit at both ends",
  },
  {
    names: ["metadata", "namespace"],
    kind: "namespace",
    isRight: (text) => isDnsLabel(text),
    expected: "lower case letters, digits and -, at most 63, with a letter or digit at both ends",
  },
];

function isApiVersion(text: string): boolean {
  const [version = "", group, ...rest] = text.split("/").reverse();
  return rest.length === 0 && isDnsLabel(version) && (group === undefined || isDnsSubdomain(group));
}

/** Refuses what cannot be the name of an object, whatever the cluster serves. */
export function checkIdentity(manifest: Value, diagnostics: Diagnostics): void {
  for (const { names, summary, detail } of identityFaults(manifest)) {
    diagnostics.error(summary, detail, [...MANIFEST, ...names]);
  }
}

/** Refuses the same in what is imported, where there is no manifest yet. @throws DiagnosticError with the first fault */
export function assertImportable(object: Value): void {
  const [fault] = identityFaults(object);
  if (fault !== undefined) throw new DiagnosticError(fault.summary, fault.detail);
}

function identityFaults(object: Value) {
  const apiVersion = textOf(innerOf(memberOf(object, "apiVersion")));
  return RULES.flatMap(({ names, isRight, kind, expected }) => {
    const text = innerOf(memberOf(object, ...names));
    // What is no text, or none at all, is told elsewhere.
    if (typeof text !== "string" || text === "" || isRight(text, apiVersion)) return [];
    const detail = `Received ${show(text)}; expected ${expected}.`;
    return [{ names, summary: `${names.join(".")} is not a valid ${kind}`, detail }];
  });
}

/** What says which object is written, and so stands in the manifest alone. */
const OF_MANIFEST = [
  ["apiVersion"],
  ["kind"],
  ...["name", "namespace", "generateName"].map((one) => ["metadata", one]),
];

/** Refuses a write-only part that would be written to another object than the plan shows. */
export function checkSecretIdentity(secret: Value, diagnostics: Diagnostics): void {
  for (const names of OF_MANIFEST) {
    const value = innerOf(memberOf(secret, ...names));
    if (value === null && !isUnknown(value)) continue;
    const detail = "It says which object is written: the manifest alone does. Leave it out of secret_wo.";
    diagnostics.error(`secret_wo cannot set ${names.join(".")}`, detail, ["secret_wo", ...names]);
  }
}
