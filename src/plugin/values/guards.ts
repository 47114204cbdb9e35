import { Decimal, Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";

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

/** Whether a value is a record and not an instance of a class of its own, such as a `Map`, a `Date` or a promise. */
export function isPlainRecord(value: Value | undefined): value is ValueRecord {
  return isRecord(value) && Object.prototype.toString.call(value) === "[object Object]";
}

/** What a value contains: elements of a list, values of a record. */
export function partsOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

/** What a value contains, with its index or key. */
export function entriesOf(value: Value): readonly (readonly [string | number, Value])[] {
  if (isList(value)) return [...value.entries()];
  return isRecord(value) ? Object.entries(value) : [];
}

/** Whether a value is not set: null, or a `Dynamic` of it. */
export function isNull(value: Value): boolean {
  return value === null || (value instanceof Dynamic && value.value === null);
}

/** What kind of value this is, in the words of a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof UnknownValue) return "an unknown value";
  if (value instanceof Dynamic) return "a dynamic value";
  if (value instanceof Decimal || typeof value === "bigint") return "a number";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return tagOf(value) === "Object" ? "an object" : `a ${tagOf(value)}`;
  return `a ${typeof value}`;
}

/** The name of an object's built-in class. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** A record with each value replaced. Safe for keys such as `__proto__`. */
export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  map: (item: A, name: string) => B,
): Readonly<Record<string, B>> {
  return recordOf(Object.keys(record), (name) => map(record[name] as A, name)); // a name of the record itself
}

/** A record of these names. A plan makes thousands: `Object.fromEntries` takes twice as long. */
export function recordOf<V>(names: readonly string[], valueOf: (name: string) => V): Readonly<Record<string, V>> {
  const record: Record<string, V> = {};
  for (const name of names) {
    const value = valueOf(name);
    // Assigned it would be what the record inherits from.
    if (name === "__proto__")
      Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
    else record[name] = value;
  }
  return record;
}
