import { partType, sameValue, valueKey } from "../values/equal";
import { isList, isRecord, mapRecord } from "../values/guards";
import { isWhollyKnown } from "../values/leaves";
import { typeOfAttribute, valueTypeOfBlock } from "../values/implied-type";
import { floatOf, hasLongNumber, mapNumbers, numberAs } from "../values/number-kind";
import { isNumber } from "../values/number";
import { keepsPromise } from "../values/promise";
import type { Attribute, Block, TypedAttribute } from "../schema";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { decided } from "./report";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";
import { byIndex, partOf, transform, type Map as MapAttribute, type WalkOptions } from "./walk";

/** Whether an author says of any attribute when two of its values mean the same. */
const hasSame = cached((block) =>
  someAttribute(block, ({ same, sameElement }) => same !== undefined || sameElement !== undefined),
);

/**
 * An author's answer with the text and the digits that were there before, wherever both mean the same: by the
 * attribute's `same`, or because a JavaScript number holds no more of the digits.
 *
 * @param before the values to keep, the one that counts most first: the plan, say, and then the prior state
 */
export function kept(block: Block, answer: ValueRecord, before: readonly (ValueRecord | null)[]): ValueRecord {
  if (!hasSame(block) && !before.some(hasLongNumber)) return answer;
  return transform(block, [answer, ...before], keptAttribute, { pair: pairBySame });
}

/** A plan with the prior value of each attribute that the configuration only writes in another way. */
export function keptPlan(block: Block, plan: ValueRecord, prior: ValueRecord | null): ValueRecord {
  if (prior === null || !hasSame(block)) return plan;
  // Terraform takes the prior value of a whole attribute, outside of sets, and nothing between it and the configured one.
  return transform(block, [plan, prior], (attribute, { place: [value, before = null] }) => {
    const whole = keptValue(attribute, value, before);
    if (sameValue(typeOfAttribute(attribute), whole, before)) return before;
    return "nested" in attribute ? undefined : value;
  });
}

const keptAttribute: MapAttribute = (attribute, { place: [value, ...before] }) => {
  // The first of them is asked last, so that its word counts.
  const whole = before.reduceRight<Value>((result, other) => keptValue(attribute, result, other), value);
  return "nested" in attribute && whole === value ? undefined : whole;
};

function keptValue(attribute: Attribute, value: Value, other: Value): Value {
  if (!isPresent(value) || !isPresent(other)) return value;
  if (meansSame(attribute.same, attribute, [value, other])) return other;
  return "nested" in attribute ? value : keptPart(attribute, attribute.type, [value, other]);
}

/** A value, and the one that was there before. */
type Two = readonly [value: Value, other: Value];

function keptPart(attribute: TypedAttribute, type: Type, [value, other]: Two): Value {
  if (!isPresent(value) || !isPresent(other)) return value;
  if (isNumber(value)) return isNumber(other) && isSameFloat(attribute, [value, other]) ? other : value;
  if (value instanceof Dynamic) {
    if (!(other instanceof Dynamic)) return value;
    return new Dynamic(value.type, keptPart(attribute, value.type, [value.value, other.value]));
  }
  const element = elementOf(attribute, type);
  if (isList(value)) {
    if (typeof type !== "string" && type[0] === "set") return keptSet(value, isList(other) ? other : [], element);
    return value.map((item, index) => element([item, partOf(other, index)], index));
  }
  return isRecord(value) ? mapRecord(value, (item, key) => element([item, partOf(other, key)], key)) : value;
}

type KeepElement = (two: Two, key: string | number) => Value;

/** How elements are kept: `sameElement` is about those of the attribute itself, not about what is in them. */
function elementOf(attribute: TypedAttribute, type: Type): KeepElement {
  const { sameElement } = attribute.type === type ? attribute : {};
  return (two, key) =>
    isPresent(two[1]) && meansSame(sameElement, attribute, two)
      ? two[1]
      : keptPart(attribute, partType(type, key), two);
}

function keptSet(value: readonly Value[], others: readonly Value[], element: KeepElement): readonly Value[] {
  const free = new Set(others);
  return value.map((item) => {
    for (const other of free) {
      if (element([item, other], 0) !== other) continue;
      free.delete(other);
      return other;
    }
    return item;
  });
}

function isSameFloat({ as = "float" }: TypedAttribute, [value, other]: Two): boolean {
  if (as === "bigint" || as === "exact" || typeof value !== "number" || !isNumber(other)) return false;
  return floatOf(other) === value;
}

function meansSame(same: unknown, { as = "float" }: Attribute, two: Two): boolean {
  if (typeof same !== "function" || !two.every(isWhollyKnown)) return false;
  const [a, b] = two.map((value) => mapNumbers(value, (number) => numberAs(as, number)));
  return decided("same", (same as (a: Value, b: Value) => unknown)(a ?? null, b ?? null));
}

function isPresent(value: Value): boolean {
  return value !== null && !(value instanceof UnknownValue);
}

/** Pairs an element of a set with the one that it means the same as. */
const pairBySame: NonNullable<WalkOptions["pair"]> = (nested, place) => {
  const { nesting, block } = nested;
  if (nesting !== "set") return byIndex(nested, place);
  const [, ...before] = place;
  const finders = before.map((elements) => finderOf(block, isList(elements) ? elements : []));
  return (element) => finders.map((find) => find(element));
};

function finderOf(block: Block, elements: readonly Value[]): (element: Value) => Value {
  const type = valueTypeOfBlock(block);
  const free = new Map(elements.map((element) => [valueKey(type, element), element]));
  return (element) => {
    const key = valueKey(type, element);
    const found = free.has(key) ? key : [...free].find(([, other]) => isSameElement(block, element, other))?.[0];
    const other = found === undefined ? null : (free.get(found) ?? null);
    if (found !== undefined) free.delete(found);
    return other;
  };
}

function isSameElement(block: Block, element: Value, other: Value): boolean {
  if (!isRecord(element) || !isRecord(other)) return false;
  return keepsPromise(valueTypeOfBlock(block), other, kept(block, element, [other]));
}
