import { show } from "../../model/issue";
import { textFault } from "../../model/schema/text-fault";
import { recordOf } from "../../kube-provider/values";
import { isUnknown, type Diagnostics, type Path, type Value } from "../../plugin";
import { inTerraform } from "../schema/words";

/** `status.conditions[0].type` or `metadata.annotations["a.b/c"]` */
const PATH = /^\.?(?:[^.[\]"\s]+|\["[^"]+"\])(?:\.[^.[\]"\s]+|\[\d+\]|\["[^"]+"\])*$/;

const STATUSES = ["True", "False", "Unknown"];

/** Kinds of one's own may call conditions as they like, in one word. */
const CONDITION = /^[^\s\p{Cc}]{1,316}$/u;

/** No object has room for a list of more. */
const MOST_ELEMENTS = 1_000_000;

/** Refuses what would be waited for in vain. */
export function checkWait(wait: Value | undefined, diagnostics: Diagnostics): void {
  const { conditions, fields } = recordOf(wait);
  for (const [type, status] of Object.entries(recordOf(conditions))) checkCondition(type, status, diagnostics);
  for (const [path, text] of Object.entries(recordOf(fields))) checkField(path, text, diagnostics);
}

/** What is not seen is in no field that is meant. */
function checkVisible(text: string, path: Path, diagnostics: Diagnostics): void {
  const fault = textFault(text);
  if (fault === undefined) return;
  const detail = `Received ${fault.received}; expected ${fault.expected}: ${inTerraform(fault.hint)} [${fault.code}].`;
  diagnostics.error("This text has invisible characters", detail, path);
}

function checkCondition(type: string, status: Value, diagnostics: Diagnostics): void {
  const path = ["wait", "conditions", type];
  if (!CONDITION.test(type)) {
    const detail = `Received ${show(type)}; expected the name of one, e.g. Ready or example.com/Synced.`;
    diagnostics.error("This is no type of a condition", detail, path);
  } else checkVisible(type, path, diagnostics);
  if (isUnknown(status) || (typeof status === "string" && STATUSES.includes(status))) return;
  const detail = `Received ${show(status)}; expected "True", "False" or "Unknown".`;
  diagnostics.error("No condition has this status", detail, path);
}

function checkField(path: string, text: Value, diagnostics: Diagnostics): void {
  const at = ["wait", "fields", path];
  if (!PATH.test(path) || indicesOf(path).some((index) => index > MOST_ELEMENTS)) {
    const detail = `Received ${show(path)}; expected names joined by dots, e.g. status.phase, status.loadBalancer.ingress[0].ip or metadata.annotations["a.b/c"].`;
    diagnostics.error("This is no path of a field", detail, at);
  } else checkVisible(path, at, diagnostics);
  // A text of several lines is one that a field can have.
  if (typeof text === "string") checkVisible(text.replaceAll("\n", ""), at, diagnostics);
  if (text !== null) return;
  const detail = 'Received null; expected the text of the field, or "*" for any but none.';
  diagnostics.error("There is nothing to wait for in this field", detail, at);
}

function indicesOf(path: string): readonly number[] {
  const unquoted = path.replaceAll(/"[^"]*"/g, "");
  return [...unquoted.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
}
