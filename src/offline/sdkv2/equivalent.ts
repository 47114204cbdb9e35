import { isList, isRecord, Decimal, isUnknown, type Type, type Value } from "../../plugin";

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
export function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (value === 0 || value === 0n) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
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

/** The value with every set in one order, so that equal sets are equal arrays. */
export function inSetOrder(type: Type, value: Value): Value {
  if (typeof type === "string") return value;
  const [kind, inner] = type;
  if (kind === "set" && isList(value)) {
    return value.map((item) => inSetOrder(inner, item)).sort(byText);
  }
  if (kind === "list" && isList(value)) return value.map((item) => inSetOrder(inner, item));
  if (kind !== "object" || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, inSetOrder(inner[name] ?? "dynamic", item)]),
  );
}

function byText(a: Value, b: Value): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
