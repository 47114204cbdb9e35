/** A field as the server names it, e.g. `.spec.containers[name="web"].image`. */
export const FIELD = /\.[^\s.:[\]]+(?:\.[^\s.:[\]]+|\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\])*/.source;

const FAULT = new RegExp(`(${FIELD}): (field not declared in schema|expected (\\w+))`, "g");

/** What to do about each field of such a refusal. */
export function typeHint(message: string, kind: string): string {
  const lines = [...message.matchAll(FAULT)].map(([, path = "", , type]) =>
    type === undefined
      ? `Remove or correct the field "${path.slice(1)}": ${kind} has none of this name.`
      : `Correct the field "${path.slice(1)}": it takes ${TYPES[type] ?? type}.`,
  );
  return lines.length === 0 ? "Correct the value that it cannot read." : lines.join("\n");
}

const TYPES: Readonly<Record<string, string>> = {
  numeric: "a number",
  string: "a text",
  boolean: "true or false",
  map: "an object",
  list: "a list",
};

/** The server's words without what its program calls a value. */
export function plainWords(message: string): string {
  return message.replaceAll(/&?value\.valueUnstructured\{Value:(.*?)\}(?=$|\s|\\n)/g, (_, value: string) =>
    worded(value),
  );
}

function worded(value: string): string {
  if (/^map\b/.test(value)) return "an object";
  if (value.startsWith("[")) return "a list";
  return value.includes("nil") ? "null" : value;
}
