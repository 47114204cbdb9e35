import type { Path } from "../diagnostic";
import { distinct } from "../values/equal";
import { isList, isRecord } from "../values/guards";
import { typeOfBlock } from "../values/implied-type";
import { correlate } from "../values/promise";
import type { Attribute, Block, NestedBlock } from "../schema";
import { UnknownValue, type Value, type ValueRecord } from "../value";
import type { Fault } from "./conformance";
import type { Place } from "./elements";
import { nestedBlockOf } from "./walk";

/** Judges one attribute at one place; `undefined` where it is right as far as it is not nested. */
export type Judge = (attribute: Attribute, place: Place) => string | undefined;

/**
 * Walks the places that configuration and plan (or plan and result) have in common, and judges each
 * attribute. Elements of sets are judged as a whole: one counts as right where any counterpart fits it.
 */
export function judgeBlock(block: Block, place: Place<ValueRecord>, judge: Judge, path: Path = []): readonly Fault[] {
  const part = (name: string): Place => ({
    config: place.config[name] ?? null,
    prior: place.prior[name] ?? null,
    plan: place.plan[name] ?? null,
  });
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) =>
    judgeAttribute(attribute, part(name), judge, [...path, name]),
  );
  const blocks = Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
    judgeNested(nested, part(name), judge, [...path, name]),
  );
  return [...attributes, ...blocks];
}

function judgeAttribute(attribute: Attribute, place: Place, judge: Judge, path: Path): readonly Fault[] {
  const text = judge(attribute, place);
  if (text === undefined) return [];
  const descend = "nested" in attribute && sameKind(place.config, place.plan);
  return descend ? judgeNested(nestedBlockOf(attribute), place, judge, path) : [{ path, text }];
}

function judgeNested(nested: NestedBlock, place: Place, judge: Judge, path: Path): readonly Fault[] {
  const { config, prior, plan } = place;
  if (isList(config) && isList(plan)) {
    if (nested.nesting === "set") return judgeSet(nested.block, { config, plan }, judge, path);
    if (config.length !== plan.length) return [countFault(path, config.length, plan.length)];
    return plan.flatMap((element, index) => {
      const priorElement = isList(prior) ? (prior[index] ?? null) : null;
      return judgeElement(nested.block, { config: config[index] ?? null, prior: priorElement, plan: element }, judge, [
        ...path,
        index,
      ]);
    });
  }
  if (!isRecord(config) || !isRecord(plan)) return presenceFaults(config, plan, path);
  if (nested.nesting !== "map") return judgeElement(nested.block, place, judge, path);
  return [...new Set([...Object.keys(config), ...Object.keys(plan)])].flatMap((key) => {
    const element = { config: config[key] ?? null, prior: isRecord(prior) ? (prior[key] ?? null) : null };
    return judgeElement(nested.block, { ...element, plan: plan[key] ?? null }, judge, [...path, key]);
  });
}

function judgeElement(block: Block, { config, prior, plan }: Place, judge: Judge, path: Path): readonly Fault[] {
  if (isRecord(config) && isRecord(plan)) {
    return judgeBlock(block, { config, prior: isRecord(prior) ? prior : {}, plan }, judge, path);
  }
  return presenceFaults(config, plan, path);
}

interface Sets {
  readonly config: readonly Value[];
  readonly plan: readonly Value[];
}

function judgeSet(block: Block, { config, plan }: Sets, judge: Judge, path: Path): readonly Fault[] {
  const fits = (source: Value, element: Value): boolean =>
    judgeElement(block, { config: source, prior: null, plan: element }, judge, path).length === 0;
  const count = distinct(typeOfBlock(block), plan).length;
  if (count > config.length) return [countFault(path, config.length, count)];
  return correlate(config, plan, fits) ? [] : [{ path, text: "has other elements than those expected" }];
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
