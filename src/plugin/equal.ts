import { isList, isRecord } from "./guards";
import { isNumber, numberKey, sameNumber } from "./number";
import type { Type } from "./types";
import { Dynamic, UnknownValue, type Refinement, type Value, type ValueRecord } from "./value";

/**
 * Whether two values of a type are equal: numbers by what they print, sets whatever their order. Two
 * unknown values are equal where the same is promised of them.
 */
export function sameValue(type: Type, a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return sameNumber(a, b);
  if (a instanceof UnknownValue && b instanceof UnknownValue) return sameRefinement(a.refinement, b.refinement);
  if (a instanceof Dynamic && b instanceof Dynamic) {
    return JSON.stringify(a.type) === JSON.stringify(b.type) && sameValue(a.type, a.value, b.value);
  }
  if (isList(a) && isList(b)) return sameList(type, a, b);
  return isRecord(a) && isRecord(b) && sameRecord(type, a, b);
}

/** Whether two collections hold the same elements, however often and in whatever order. */
export function sameElements(type: Type, a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length === b.length && a.every((item, index) => sameValue(type, item, b[index]))) return true;
  const contains = (list: readonly Value[], item: Value): boolean =>
    list.some((candidate) => sameValue(type, candidate, item));
  return a.every((item) => contains(b, item)) && b.every((item) => contains(a, item));
}

function sameList(type: Type, a: readonly Value[], b: readonly Value[]): boolean {
  if (type[0] === "set" && typeof type !== "string") return sameElements(type[1], a, b);
  return a.length === b.length && a.every((item, index) => sameValue(partType(type, index), item, b[index]));
}

function sameRecord(type: Type, a: ValueRecord, b: ValueRecord): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(partType(type, name), a[name], b[name]))
  );
}

/** The type of an element or attribute; `dynamic` where the type does not say. */
function partType(type: Type, key: string | number): Type {
  if (typeof type === "string") return "dynamic";
  if (type[0] === "tuple") return type[1][Number(key)] ?? "dynamic";
  return type[0] === "object" ? (type[1][key] ?? "dynamic") : type[1];
}

function sameRefinement(a: Refinement = {}, b: Refinement = {}): boolean {
  const text = (refinement: Refinement): string =>
    JSON.stringify(refinement, (_, value: unknown) => (isNumber(value) ? numberKey(value) : value));
  return text(a) === text(b);
}
