import { sameValue } from "../values/equal";
import { isNull, isRecord } from "../values/guards";
import { valueTypeOfBlock } from "../values/implied-type";
import { plainOf } from "../values/plain";
import { normalized } from "../values/unicode";
import type { Attribute, Block, Schema } from "../schema";
import { UNKNOWN, UnknownValue, type Value, type ValueRecord } from "../value";
import { keptPlan } from "./keep";
import { shown } from "./numbers";
import { pairPlanned } from "./pair";
import { storedElements } from "./stored-elements";
import { partOf, transform, type Map, type Spot } from "./walk";

export interface Proposal {
  readonly config: ValueRecord | null;
  /** `null` where the resource is to be created. */
  readonly prior: ValueRecord | null;
  /** Terraform's own merge of the two; `null` where the resource is to be destroyed. */
  readonly proposed: ValueRecord | null;
}

const NOT_NULL = new UnknownValue({ notNull: true });

/**
 * What the schema says of a change: defaults in, write-only values out, and unknown what the provider alone can say,
 * where something changes at all.
 */
export function genericPlan(schema: Schema, { config, prior, proposed }: Proposal): ValueRecord | null {
  if (config === null || proposed === null) return null;
  const defaults = new Set<string>();
  const merged = transform(schema, [proposed, config, prior], completed(schema, config, defaults), {
    before: storedElements,
    pair: pairPlanned,
  });
  const complete = keptPlan(schema, merged, prior);
  if (prior !== null && sameValue(valueTypeOfBlock(schema), complete, prior)) return complete;
  return transform(schema, [complete, config, prior], opened(defaults), { pair: pairPlanned });
}

/** @param defaults where the defaults that it puts in are noted */
function completed(schema: Block, config: ValueRecord, defaults: Set<string>): Map {
  // What a default is worked out from, once one asks for it.
  let given: ValueRecord | undefined;
  return (attribute, spot) => {
    if (isOutside(spot)) return spot.place[0];
    if (attribute.writeOnly) return null;
    if (!isNull(spot.place[1] ?? null)) return undefined;
    const value = defaultOf(attribute, () => ({ config: (given ??= shown(schema, config)), path: spot.path }));
    if (value !== undefined) defaults.add(keyOf(spot));
    return normalized(plainOf(value));
  };
}

type AskDefault = (request: { readonly config: ValueRecord; readonly path: Spot["path"] }) => Value | undefined;

function defaultOf({ default: value }: Attribute, request: () => Parameters<AskDefault>[0]): Value | undefined {
  // What it returns is of the attribute's type, which the compiler cannot know here.
  return typeof value === "function" ? value(request()) : value;
}

function opened(defaults: ReadonlySet<string>): Map {
  return (attribute, spot) => {
    const [plan, config = null, prior = null] = spot.place;
    if (isOutside(spot) || attribute.writeOnly || defaults.has(keyOf(spot))) return plan;
    if (attribute.computed !== true || !isNull(config)) return undefined;
    return isKept(attribute, spot) ? prior : unknownOf(attribute);
  };
}

function keyOf({ path }: Spot): string {
  return JSON.stringify(path);
}

/** Whether the configuration does not reach so far: the object around is the provider's own, or not known yet. */
function isOutside({ around }: Spot): boolean {
  return !isRecord(around[1] ?? null);
}

/** Whether an update leaves the value of a computed attribute as it was. */
function isKept({ useStateForUnknown, unknownWhen, notNull }: Attribute, { place, around }: Spot): boolean {
  const [plan, , prior = null] = around;
  // Where the object is new, or nothing is stored that must not be null, there is nothing to keep.
  if (!isRecord(prior) || (notNull === true && place[2] === null)) return false;
  if (unknownWhen === undefined) return useStateForUnknown === true;
  return unknownWhen.every((name) => sameValue("dynamic", partOf(plan, name), partOf(prior, name)));
}

function unknownOf({ notNull }: Attribute): UnknownValue {
  return notNull === true ? NOT_NULL : UNKNOWN;
}
