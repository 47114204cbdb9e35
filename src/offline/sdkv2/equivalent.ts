import { isList, isRecord, Decimal, isUnknown, type Value } from "../../plugin";

/**
 * Whether the old SDK sees no difference between two values: what is not set equals the zero value of
 * its type. Sets must come in one order on both sides (see `inSetOrder`).
 */
export function equivalent(a: Value, b: Value): boolean {
  if (isUnknown(a) || isUnknown(b)) return isUnknown(a) && isUnknown(b);
  if (isZero(a) || isZero(b)) return isZero(a) && isZero(b);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => equivalent(item, b[at] ?? null));
  if (isRecord(a) && isRecord(b)) return equivalentRecords(a, b);
  return printed(a) === printed(b);
}

/** Not set, or the zero value of its type. */
export function isZero(value: Value): boolean {
  if (value === null || value === "" || value === false || value === 0 || value === 0n) return true;
  if (isList(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function equivalentRecords(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equivalent(a[key] ?? null, b[key] ?? null))
  );
}

function printed(value: Value): string {
  if (value instanceof Decimal) return `number:${value.text}`;
  if (typeof value === "number" || typeof value === "bigint") return `number:${String(value)}`;
  return JSON.stringify(value);
}
