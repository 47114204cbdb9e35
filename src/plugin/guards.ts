import { Decimal, Dynamic, UnknownValue, type Value, type ValueRecord } from "./value";

/** Whether a value is a list, a set or a tuple. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a map or an object. */
export function isRecord(value: Value | undefined): value is ValueRecord {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Decimal) &&
    !(value instanceof Dynamic) &&
    !(value instanceof UnknownValue)
  );
}

/** Whether a value is not set: null, or a `Dynamic` of it. */
export function isNull(value: Value): boolean {
  return value === null || (value instanceof Dynamic && value.value === null);
}

/** Whether nothing in a value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value instanceof UnknownValue) return false;
  if (value instanceof Dynamic) return isWhollyKnown(value.value);
  if (isList(value)) return value.every(isWhollyKnown);
  return !isRecord(value) || Object.values(value).every(isWhollyKnown);
}

/** What kind of value this is, in the words of a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof UnknownValue) return "an unknown value";
  if (value instanceof Dynamic) return "a dynamic value";
  if (value instanceof Decimal || typeof value === "bigint") return "a number";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return `a ${typeof value}`;
}

/** A record with each value replaced. Safe for keys such as `__proto__`. */
export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  map: (item: A, name: string) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([name, item]) => [name, map(item, name)]));
}
