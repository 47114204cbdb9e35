import { isRecord, listIn, objectIn, textIn } from "../../model/json";
import { sameQuantity } from "../../model/kubernetes/quantity";

/** Members whose values are quantities, wherever they stand. */
const QUANTITIES = new Set([
  ...["limits", "requests", "hard", "capacity", "allocatable", "overhead", "sizeLimit"],
  ...["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"],
]);

/**
 * Whether two objects mean the same to an API server, as far as that can be said without one: quantities by their amount,
 * numbers that are written as text, elements of lists by their names, and what is empty, zero or false as what is not there.
 */
export function alike(one: unknown, other: unknown, inQuantities = false): boolean {
  if (isNothing(one) && isNothing(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) return alikeLists(listIn(one), listIn(other));
  if (isRecord(one) || isRecord(other)) return alikeMembers(one, other, inQuantities);
  return one === other || (isScalar(one) && isScalar(other) && sameScalar(one, other, inQuantities));
}

function alikeMembers(one: unknown, other: unknown, inQuantities: boolean): boolean {
  if (!(isRecord(one) || isNothing(one)) || !(isRecord(other) || isNothing(other))) return false;
  const [left, right] = [objectIn(one), objectIn(other)];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => alike(left[name], right[name], inQuantities || QUANTITIES.has(name)));
}

function alikeLists(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  const named = byName(other);
  const isNamed = named !== undefined && byName(one) !== undefined;
  return one.every((item, index) => alike(item, isNamed ? named.get(textIn(objectIn(item).name)) : other[index]));
}

/** The elements by their names, where each has one of its own. */
function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const named = new Map(list.map((item) => [textIn(objectIn(item).name), item]));
  return named.size === list.length && !named.has("") ? named : undefined;
}

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value);
}

function sameScalar(one: Scalar, other: Scalar, inQuantities: boolean): boolean {
  const texts: [string, string] = [String(one), String(other)];
  if (inQuantities && sameQuantity(...texts)) return true;
  return typeof one !== typeof other && typeof one !== "boolean" && typeof other !== "boolean" && texts[0] === texts[1];
}

/** What an API server leaves out when it stores an object. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.values(value).every(isNothing);
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}
