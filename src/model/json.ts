// Fields of Kubernetes objects come as unknown JSON; these read them without a cast at each place.

export function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function textsIn(value: unknown): string[] {
  return listIn(value).map(textIn);
}

/** A map of strings; quantities that were written as numbers become text. */
export function textMapIn(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(objectIn(value)).map(([key, item]) => [key, String(item)]));
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
