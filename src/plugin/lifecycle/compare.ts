import type { Path } from "../diagnostic";
import { distinct } from "../values/equal";
import { isList, isRecord } from "../values/guards";
import { valueTypeOfBlock } from "../values/implied-type";
import { correlate } from "../values/promise";
import type { Attribute, Block, NestedBlock } from "../schema";
import { UnknownValue, type Value, type ValueRecord } from "../value";
import type { Fault } from "./conformance";
import { nestedBlockOf, partOf } from "./walk";

/** What an answer is measured by: the configuration for a plan, the plan for a result; and the answer itself. */
export interface Measured<V = Value> {
  readonly expected: V;
  readonly actual: V;
  /** The stored value; null where nothing is to be taken from it. */
  readonly prior: Value;
}

/** Judges one attribute at one place; `undefined` where it is right as far as it is not nested. */
export type Judge = (attribute: Attribute, measured: Measured) => string | undefined;

// `walk` goes over one value and finds what stands beside it. Here both sides count: what one has and the other has not is
// a fault, and elements of a set are tried against each other until all fit.

/**
 * Walks the places that an answer and what it is measured by have in common, and judges each attribute. Elements of
 * sets are judged as a whole: one counts as right where any counterpart fits it.
 */
export function judgeBlock(
  block: Block,
  whole: Measured<ValueRecord>,
  judge: Judge,
  path: Path = [],
): readonly Fault[] {
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) =>
    judgeAttribute(attribute, partsOf(whole, name), judge, [...path, name]),
  );
  const blocks = Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
    judgeNested(nested, partsOf(whole, name), judge, [...path, name]),
  );
  return [...attributes, ...blocks];
}

function partsOf({ expected, actual, prior }: Measured, key: string | number): Measured {
  return { expected: partOf(expected, key), actual: partOf(actual, key), prior: partOf(prior, key) };
}

function judgeAttribute(attribute: Attribute, measured: Measured, judge: Judge, path: Path): readonly Fault[] {
  const text = judge(attribute, measured);
  if (text === undefined) return [];
  const descend = "nested" in attribute && sameKind(measured.expected, measured.actual);
  return descend ? judgeNested(nestedBlockOf(attribute), measured, judge, path) : [{ path, text }];
}

function judgeNested(nested: NestedBlock, measured: Measured, judge: Judge, path: Path): readonly Fault[] {
  const { expected, actual } = measured;
  if (isList(expected) && isList(actual)) {
    if (nested.nesting === "set") return judgeSet(nested.block, { expected, actual }, judge, path);
    if (expected.length !== actual.length) return [countFault(path, expected.length, actual.length)];
  } else if (!isRecord(expected) || !isRecord(actual)) {
    return presenceFaults(expected, actual, path);
  } else if (nested.nesting !== "map") {
    return judgeElement(nested.block, measured, judge, path);
  }
  const keys = isList(actual)
    ? [...actual.keys()]
    : [...new Set([expected, actual].flatMap((side) => Object.keys(side)))];
  return keys.flatMap((key) => judgeElement(nested.block, partsOf(measured, key), judge, [...path, key]));
}

function judgeElement(block: Block, { expected, actual, prior }: Measured, judge: Judge, path: Path): readonly Fault[] {
  if (isRecord(expected) && isRecord(actual)) return judgeBlock(block, { expected, actual, prior }, judge, path);
  return presenceFaults(expected, actual, path);
}

interface Sets {
  readonly expected: readonly Value[];
  readonly actual: readonly Value[];
}

function judgeSet(block: Block, { expected, actual }: Sets, judge: Judge, path: Path): readonly Fault[] {
  const fits = (source: Value, element: Value): boolean =>
    judgeElement(block, { expected: source, actual: element, prior: null }, judge, path).length === 0;
  const count = distinct(valueTypeOfBlock(block), actual).length;
  if (count > expected.length) return [countFault(path, expected.length, count)];
  return correlate(expected, actual, fits) ? [] : [{ path, text: "has other elements than those expected" }];
}

function countFault(path: Path, expected: number, actual: number): Fault {
  return { path, text: `must have ${expected} elements, not ${actual}` };
}

function presenceFaults(expected: Value, actual: Value, path: Path): readonly Fault[] {
  if (expected instanceof UnknownValue) return [];
  if (actual instanceof UnknownValue) return [{ path, text: "must not be unknown" }];
  if ((expected === null) === (actual === null)) return [];
  return [{ path, text: expected === null ? "must not be there" : "must be there" }];
}

function sameKind(a: Value, b: Value): boolean {
  return (isList(a) && isList(b)) || (isRecord(a) && isRecord(b));
}
