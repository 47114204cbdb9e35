// From where they stand: by the index a connection would load the whole bridge, and a sandbox reads one with each call of terraform.
import { Dynamic, isUnknown, type Value, type ValueRecord } from "../plugin/value";
import { isList, isRecord } from "../plugin/values/guards";

/** The elements of a list or set; none where it is not set or not known yet. */
export function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** The entries of a map or object; none where it is not set or not known yet. */
export function recordOf(value: Value | undefined): ValueRecord {
  return isRecord(value) ? value : {};
}

/** The first element of a block that may stand once; an empty one where it does not stand. */
export function blockOf(value: Value | undefined): ValueRecord {
  return recordOf(listOf(value)[0]);
}

/** The text of a string; `""` where it is not set, as the old SDK reads it. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

export function textsOf(value: Value | undefined): string[] {
  return listOf(value).map(textOf);
}

/** A map of strings; entries that are not set become `""`. */
export function textMapOf(value: Value | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([key, item]) => [key, textOf(item)]));
}

/** Whether a value holds a part that is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (value instanceof Dynamic) return hasUnknown(value.value);
  if (isList(value)) return value.some(hasUnknown);
  return isRecord(value) && Object.values(value).some(hasUnknown);
}

/**
 * The value with every part that is not known yet turned into null. Elements of which nothing is known
 * stand for a list that the server fills in: they are left out.
 */
export function withoutUnknown(value: Value): Value {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.filter((item) => !isWhollyUnknown(item)).map(withoutUnknown);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutUnknown(item)]));
}

function isWhollyUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  const parts = isList(value) ? value : Object.values(recordOf(value));
  return parts.length > 0 && parts.every(isWhollyUnknown);
}
