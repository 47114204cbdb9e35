import { objectIn } from "../../model/json";
import { isRecord, isUnknown, type Diagnostics, type Path, type Value, type ValueRecord } from "../../plugin";
import { eachLeaf, type Leaf } from "../../plugin/values/leaves";
import { innerOf, memberOf } from "../../kube-provider/plain";
import { isSecret } from "./body";

/** Refuses values that the server would get otherwise than they are written, or could not read. */
export function checkValues(config: ValueRecord, diagnostics: Diagnostics): void {
  const manifest = innerOf(config.manifest);
  const identity = objectIn(manifest);
  for (const name of ["manifest", "secret_wo"]) {
    const value = innerOf(config[name]);
    checkNumbers(value, { path: [name], hidden: name === "secret_wo" }, diagnostics);
    if (isSecret(identity)) checkData(memberOf(value, "data"), [name, "data"], diagnostics);
  }
}

interface Place {
  readonly path: Path;
  /** Whether the value may not be shown. */
  readonly hidden: boolean;
}

/** They are rounded already, as JSON would do it; what is read back is not what was written. */
function checkNumbers(value: Value, { path, hidden }: Place, diagnostics: Diagnostics): void {
  const look = (leaf: Leaf, at: Path): void => {
    if (typeof leaf !== "number" || !Number.isInteger(leaf) || Number.isSafeInteger(leaf)) return;
    const received = hidden ? "Expected" : `Received about ${String(leaf)}; expected`;
    const detail = `${received} numbers up to ${String(Number.MAX_SAFE_INTEGER)}. ${HINT} [inexact-number]`;
    diagnostics.error("This number cannot be kept exactly", detail, at);
  };
  eachLeaf(value, look, path);
}

const HINT = "Correct the number, or put it in quotes where the field takes a text.";

/** The server reads them as bytes, and says nothing of the key where it cannot. */
function checkData(data: Value | undefined, path: Path, diagnostics: Diagnostics): void {
  const entries = innerOf(data);
  if (!isRecord(entries)) return;
  for (const [key, item] of Object.entries(entries)) {
    const value = innerOf(item);
    if (isUnknown(value) || value === null || isBase64(value)) continue;
    const detail =
      "Values in `data` of a Secret are base64. Write base64encode(…), or put the plain text into `stringData`.";
    diagnostics.error("This value is not base64", detail, [...path, key]);
  }
}

/** As Go reads it, which passes over line breaks. */
function isBase64(value: Value): boolean {
  const isText = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const text = isText ? String(value).replaceAll(/[\r\n]/g, "") : "-";
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}
