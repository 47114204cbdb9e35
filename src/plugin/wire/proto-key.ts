import { DiagnosticError, type Path } from "../diagnostic";
import { Dynamic, type Value, type ValueRecord } from "../value";
import { isList, isRecord } from "../values/guards";

const KEY = "__proto__";

/** As long, and neither what anybody writes nor what a text of JSON escapes. */
const STAND_IN = "\u007f_proto__";

/**
 * Whether bytes could not be read for a key that JavaScript keeps for itself, and where it stands.
 *
 * @param read - reads bytes as these were
 */
export function protoKey(bytes: Uint8Array, read: (bytes: Uint8Array) => Value): DiagnosticError | undefined {
  const text = Buffer.from(bytes).toString("latin1");
  if (!text.includes(KEY)) return undefined;
  try {
    const path = pathIn(read(Buffer.from(text.replaceAll(KEY, STAND_IN), "latin1")));
    return path && new DiagnosticError(`The key ${KEY} cannot be used`, DETAIL, path);
  } catch {
    // It could not be read for another reason.
    return undefined;
  }
}

const DETAIL = "JavaScript, in which this provider is written, keeps it for itself. Rename the key, or remove it.";

function pathIn(value: Value): Path | undefined {
  if (value instanceof Dynamic) return pathIn(value.value);
  if (!isList(value) && !isRecord(value)) return undefined;
  for (const [key, part] of Object.entries<Value>(value as ValueRecord)) {
    if (key === STAND_IN) return [KEY];
    const inner = pathIn(part);
    if (inner !== undefined) return [isList(value) ? Number(key) : key, ...inner];
  }
  return undefined;
}
