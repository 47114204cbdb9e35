// Readers of unknown JSON, such as an object of the API, a plan or a file. A value of another form counts as absent.

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value has members by name. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object: none, where it is none. */
export function objectIn(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The text, where it is one. */
export function textIfAny(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function textsIn(value: unknown): string[] {
  return listIn(value).map(textIn);
}

/** A map of strings; quantities that were written as numbers become text. */
export function textMapIn(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectIn(value)).map(([key, item]) => [key, String(item)]));
}

/** The members of an object that are text. */
export function textMembersIn(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectIn(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

export function numberIn(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

export function booleanIn(value: unknown): boolean {
  return value === true;
}

/** The record without members that are undefined. */
export function defined<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined));
}

/** The value unless it is empty, in which case the field stays out of the object. */
export function unlessEmpty<T extends object | string>(value: T): T | undefined {
  return (typeof value === "string" ? value.length : Object.keys(value).length) === 0 ? undefined : value;
}

/** Whether two values are the same JSON; the order of members does not count. */
export function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right) || sortedJson(left) === sortedJson(right);
}

/** JSON with the members of each object in the order of their names. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // What says itself how it is written, such as a token, is asked by JSON.stringify.
  if (!isRecord(value) || typeof value.toJSON === "function") return value;
  const record: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const member = { value: sorted(value[name]), enumerable: true };
    // Assigned it would be what the record inherits from, and not written.
    if (name === "__proto__") Object.defineProperty(record, name, member);
    else record[name] = member.value;
  }
  return record;
}
