import { sameValue, valueKey } from "../values/equal";
import { isList, isNull, isRecord, mapRecord } from "../values/guards";
import { typeOfBlock } from "../values/implied-type";
import type { Attribute, Block, NestedBlock } from "../schema";
import { UnknownValue, type Value, type ValueRecord } from "../value";
import { nestedBlockOf } from "./walk";

/** The same place in the configuration, the stored state and the plan. */
export interface Place<V = Value> {
  readonly config: V;
  readonly prior: V;
  readonly plan: V;
}

/** A place that is an object in plan and configuration; it may be new, without a prior one. */
export interface ObjectPlace {
  readonly config: ValueRecord;
  readonly prior: ValueRecord | null;
  readonly plan: ValueRecord;
}

/** Decides on one attribute; `undefined` leaves it to what is nested in it. */
export type Visit = (attribute: Attribute, place: Place, exists: boolean) => Value | undefined;

/**
 * The planned object with every attribute decided anew, at all depths, blocks included. Elements of
 * lists are paired by index, of maps by key, of sets by what the configuration can have become.
 */
export function mapPlan(block: Block, place: ObjectPlace, visit: Visit): ValueRecord {
  const part = (name: string): Place => ({
    config: place.config[name] ?? null,
    prior: place.prior?.[name] ?? null,
    plan: place.plan[name] ?? null,
  });
  const attributes = mapRecord(block.attributes ?? {}, (attribute, name) => {
    const decided = visit(attribute, part(name), place.prior !== null);
    if (decided !== undefined) return decided;
    return "nested" in attribute ? mapNested(nestedBlockOf(attribute), part(name), visit) : part(name).plan;
  });
  const blocks = mapRecord(block.blocks ?? {}, (nested, name) => mapNested(nested, part(name), visit));
  return { ...place.plan, ...attributes, ...blocks };
}

function mapNested({ nesting, block }: NestedBlock, { config, prior, plan }: Place, visit: Visit): Value {
  const one = (place: Place): Value =>
    isRecord(place.config) && isRecord(place.plan)
      ? mapPlan(block, { config: place.config, prior: recordOrNull(place.prior), plan: place.plan }, visit)
      : place.plan;
  if (isList(plan) && isList(config)) {
    const priors = isList(prior) ? prior : [];
    const pair = nesting === "set" ? pairInSet(block, config, priors) : pairByIndex(config, priors);
    return plan.map((element, index) => one({ ...pair(element, index), plan: element }));
  }
  if (nesting === "map" && isRecord(plan) && isRecord(config)) {
    const priors = recordOrNull(prior);
    return mapRecord(plan, (element, key) =>
      one({ config: config[key] ?? null, prior: priors?.[key] ?? null, plan: element }),
    );
  }
  return nesting === "map" ? plan : one({ config, prior, plan });
}

type Pair = (element: Value, index: number) => Omit<Place, "plan">;

function pairByIndex(config: readonly Value[], prior: readonly Value[]): Pair {
  return (_, index) => ({ config: config[index] ?? null, prior: prior[index] ?? null });
}

function pairInSet(block: Block, config: readonly Value[], prior: readonly Value[]): Pair {
  const free = new Set(config.keys());
  const type = typeOfBlock(block);
  const priors = new Map(prior.map((element) => [valueKey(type, element), element]));
  return (element, at) => {
    const fits = (index: number): boolean => canBecome(block, config[index] ?? null, element);
    const index = free.has(at) && fits(at) ? at : firstOf(free, fits);
    if (index !== undefined) free.delete(index);
    return {
      config: index === undefined ? null : (config[index] ?? null),
      prior: priors.get(valueKey(type, element)) ?? null,
    };
  };
}

function firstOf(indices: Iterable<number>, fits: (index: number) => boolean): number | undefined {
  for (const index of indices) if (fits(index)) return index;
  return undefined;
}

/** Whether a planned element can come from this element of the configuration. */
function canBecome(block: Block, config: Value, plan: Value): boolean {
  if (!isRecord(config) || !isRecord(plan)) return config instanceof UnknownValue || config === plan;
  const attributes = Object.entries(block.attributes ?? {}).every(([name, attribute]) => {
    const given = config[name] ?? null;
    if (isNull(given)) return attribute.computed === true || isNull(plan[name] ?? null);
    if ("nested" in attribute) return nestedCanBecome(nestedBlockOf(attribute), given, plan[name] ?? null);
    return sameValue(attribute.type, given, plan[name]);
  });
  return (
    attributes &&
    Object.entries(block.blocks ?? {}).every(([name, nested]) =>
      nestedCanBecome(nested, config[name] ?? null, plan[name] ?? null),
    )
  );
}

function nestedCanBecome({ nesting, block }: NestedBlock, config: Value, plan: Value): boolean {
  if (isList(config) && isList(plan)) {
    if (config.length !== plan.length) return false;
    return nesting === "set"
      ? plan.every((element) => config.some((candidate) => canBecome(block, candidate, element)))
      : plan.every((element, index) => canBecome(block, config[index] ?? null, element));
  }
  if (nesting === "map" && isRecord(config) && isRecord(plan)) {
    return Object.entries(plan).every(([key, element]) => canBecome(block, config[key] ?? null, element));
  }
  return canBecome(block, config, plan);
}

function recordOrNull(value: Value): ValueRecord | null {
  return isRecord(value) ? value : null;
}
