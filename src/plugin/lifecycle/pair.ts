import { sameValue, valueKey } from "../values/equal";
import { isList, isNull, isRecord } from "../values/guards";
import { typeOfAttribute, valueTypeOfBlock } from "../values/implied-type";
import type { Block, NestedBlock } from "../schema";
import { UnknownValue, type Value } from "../value";
import { judgeBlock, type Judge } from "./compare";
import { partOf, type Finder, type Place } from "./walk";

/**
 * Pairs planned elements with those of the configuration and of the prior state. A prior element is one of which it is
 * sure that it is the same: by the block's `key`, or because all that is configured of it is as it was. One that only
 * stands at the same index may be a neighbour.
 */
export function pairPlanned(nested: NestedBlock, [, config = null, prior = null]: Place): Finder {
  const [given, before] = [config, prior].map((value) => (isList(value) ? value : []));
  const configAt = nested.nesting === "set" ? inSet(nested.block, given ?? []) : atIndex(given ?? []);
  const priorOf = priorFinder(nested, given ?? [], before ?? []);
  return (element, index) => {
    const source = configAt(element, index);
    return [source, priorOf(element, index, source)];
  };
}

function atIndex(elements: readonly Value[]): (element: Value, index: number) => Value {
  return (_, index) => elements[index] ?? null;
}

/** An element of a set comes from one that it can have become. */
export function inSet(block: Block, config: readonly Value[]): (element: Value, index: number) => Value {
  const free = new Set(config.keys());
  return (element, at) => {
    const fits = (index: number): boolean => canBecome(block, config[index] ?? null, element);
    const index = free.has(at) && fits(at) ? at : [...free].find(fits);
    if (index === undefined) return null;
    free.delete(index);
    return config[index] ?? null;
  };
}

type PriorFinder = (element: Value, index: number, source: Value) => Value;

function priorFinder(nested: NestedBlock, config: readonly Value[], prior: readonly Value[]): PriorFinder {
  const { nesting, block, key, maxItems } = nested;
  if (key !== undefined) return byKey(key, prior);
  if (nesting !== "set") return maxItems === 1 ? atIndex(prior) : byContent(block, config, prior);
  const type = valueTypeOfBlock(block);
  const known = new Map(prior.map((element) => [valueKey(type, element), element]));
  return (element) => known.get(valueKey(type, element)) ?? null;
}

function byKey(key: string, prior: readonly Value[]): PriorFinder {
  const keys = prior.map((element) => valueKey("dynamic", partOf(element, key)));
  return (element) => {
    const wanted = valueKey("dynamic", partOf(element, key));
    const index = keys.indexOf(wanted);
    // Two of the same key are no key.
    return index === -1 || keys.lastIndexOf(wanted) !== index ? null : (prior[index] ?? null);
  };
}

/** So many elements that have all inputs in common are not told apart. */
const MAX_ALIKE = 50;

function byContent(block: Block, config: readonly Value[], prior: readonly Value[]): PriorFinder {
  const candidatesOf = originsIn(block, prior);
  return (_, at, source) => {
    if (config.length === prior.length && canBecome(block, source, prior[at] ?? null)) return prior[at] ?? null;
    const [found = null, ...others] = candidatesOf(source);
    return others.length === 0 ? found : null;
  };
}

/** Finds those of some stored elements that an element of the configuration can have become. */
export function originsIn(block: Block, stored: readonly Value[]): (source: Value) => readonly Value[] {
  const alike = new Map<string, Value[]>();
  for (const element of stored) {
    const key = inputsKey(block, element);
    alike.set(key, [...(alike.get(key) ?? []).slice(0, MAX_ALIKE), element]);
  }
  return (source) => {
    const some = alike.get(inputsKey(block, source)) ?? [];
    return some.length > MAX_ALIKE ? [] : some.filter((element) => canBecome(block, source, element));
  };
}

/** What of an element comes from the configuration alone. */
function inputsKey({ attributes = {} }: Block, element: Value): string {
  const inputs = Object.entries(attributes).filter(([, attribute]) => !attribute.computed && !("nested" in attribute));
  return inputs.map(([name]) => valueKey("dynamic", partOf(element, name))).join("\n");
}

/** Whether a planned or stored element can come from this element of the configuration. */
function canBecome(block: Block, config: Value, other: Value): boolean {
  if (!isRecord(config) || !isRecord(other)) return config instanceof UnknownValue || config === other;
  return judgeBlock(block, { expected: config, actual: other, prior: null }, judgeInput).length === 0;
}

const judgeInput: Judge = (attribute, { expected: given, actual }) => {
  const isRight = isNull(given)
    ? attribute.computed === true || isNull(actual)
    : sameValue(typeOfAttribute(attribute), given, actual);
  return isRight ? undefined : "comes from another element";
};
