import { isList, isRecord } from "./guards";
import { isNumber, numberKey, sameNumber } from "./number";
import { typeKey } from "./type-json";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Refinement, type Value, type ValueRecord } from "../value";

/**
 * Whether two values of a type are equal: numbers by what they print, sets whatever their order. Two
 * unknown values are equal where the same is promised of them.
 */
export function sameValue(type: Type, a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return sameNumber(a, b);
  if (a instanceof UnknownValue && b instanceof UnknownValue) return sameRefinement(a.refinement, b.refinement);
  if (a instanceof Dynamic && b instanceof Dynamic) {
    return typeKey(a.type) === typeKey(b.type) && sameValue(a.type, a.value, b.value);
  }
  if (isList(a) && isList(b)) return sameList(type, a, b);
  return isRecord(a) && isRecord(b) && sameRecord(type, a, b);
}

/** Whether two collections hold the same elements, however often and in whatever order. */
export function sameElements(type: Type, a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length === b.length && a.every((item, index) => sameValue(type, item, b[index]))) return true;
  return elementsKey(type, a) === elementsKey(type, b);
}

/** The same text for equal values of a type: to find one among many without comparing it with each. */
export function valueKey(type: Type, value: Value | undefined): string {
  if (isNumber(value)) return numberKey(value);
  if (value instanceof UnknownValue) return `unknown${refinementKey(value.refinement)}`;
  if (value instanceof Dynamic) return `${typeKey(value.type)}=${valueKey(value.type, value.value)}`;
  if (isList(value)) {
    if (isSet(type)) return elementsKey(type[1], value);
    return `[${value.map((item, index) => valueKey(partType(type, index), item)).join()}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${valueKey(partType(type, name), value[name])}`).join()}}`;
}

/** A set's elements as Terraform holds them: each one once. */
export function distinct(type: Type, elements: readonly Value[]): readonly Value[] {
  return [...new Map(elements.map((item) => [valueKey(type, item), item])).values()];
}

function elementsKey(type: Type, elements: readonly Value[]): string {
  return [...new Set(elements.map((item) => valueKey(type, item)))].sort().join("\n");
}

function isSet(type: Type): type is readonly ["set", Type] {
  return typeof type !== "string" && type[0] === "set";
}

function sameList(type: Type, a: readonly Value[], b: readonly Value[]): boolean {
  if (isSet(type)) return sameElements(type[1], a, b);
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
export function partType(type: Type, key: string | number): Type {
  if (typeof type === "string") return "dynamic";
  if (type[0] === "tuple") return type[1][Number(key)] ?? "dynamic";
  return type[0] === "object" ? (type[1][key] ?? "dynamic") : type[1];
}

function sameRefinement(a: Refinement | undefined, b: Refinement | undefined): boolean {
  return refinementKey(a) === refinementKey(b);
}

function refinementKey(refinement: Refinement = {}): string {
  return JSON.stringify(refinement, (_, value: unknown) => (isNumber(value) ? numberKey(value) : value));
}
