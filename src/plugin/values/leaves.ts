import type { Path } from "../diagnostic";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { entriesOf, isList, isRecord, mapRecord, partsOf } from "./guards";

// `walk` and `transform` go over what a schema describes, down to its attributes. These go on from there, or over a value
// without a schema: whatever its type, a value ends in leaves.

/** What has no parts: null, a text, a number, a boolean, an unknown value. */
export type Leaf = Exclude<Value, readonly Value[] | ValueRecord | Dynamic>;

/** Visits all leaves of a value, each with its place. */
export function eachLeaf(value: Value, look: (leaf: Leaf, path: Path) => void, path: Path = []): void {
  if (value instanceof Dynamic) eachLeaf(value.value, look, path);
  else if (!hasParts(value)) look(value, path);
  else for (const [key, part] of entriesOf(value)) eachLeaf(part, look, [...path, key]);
}

/** Whether any leaf of a value is such a one. */
export function someLeaf(value: Value, is: (leaf: Leaf) => boolean): boolean {
  if (value instanceof Dynamic) return someLeaf(value.value, is);
  return hasParts(value) ? partsOf(value).some((part) => someLeaf(part, is)) : is(value);
}

/** The value with each leaf replaced; the same object where nothing changes. */
export function mapLeaves(value: Value, map: (leaf: Leaf) => Value): Value {
  if (value instanceof Dynamic) {
    const inner = mapLeaves(value.value, map);
    return inner === value.value ? value : new Dynamic(value.type, inner);
  }
  if (isList(value)) {
    const items = value.map((item) => mapLeaves(item, map));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isRecord(value)) return map(value);
  const record = mapRecord(value, (item) => mapLeaves(item, map));
  return Object.keys(record).every((name) => record[name] === value[name]) ? value : record;
}

/** Whether nothing in a value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  return !someLeaf(value, (leaf) => leaf instanceof UnknownValue);
}

function hasParts(value: Value): value is readonly Value[] | ValueRecord {
  return isList(value) || isRecord(value);
}
