import type { Path } from "../diagnostic";
import { sameElements, sameValue } from "../values/equal";
import { isList, isRecord } from "../values/guards";
import { typeOfAttribute, valueTypeOfBlock } from "../values/implied-type";
import type { Attribute, Block, NestedBlock, Schema } from "../schema";
import type { Value, ValueRecord } from "../value";
import { shown } from "./numbers";
import { decided } from "./report";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";
import { nestedBlockOf, transform, walk, type Look, type Spot } from "./walk";

export interface Change {
  readonly config: ValueRecord;
  readonly prior: ValueRecord;
  readonly plan: ValueRecord;
}

/** Whether any part is marked at all: a set without marks may gain and lose elements. */
const hasMarked = cached((block) => someAttribute(block, ({ requiresReplace = false }) => requiresReplace !== false));

/** Paths of the attributes marked `requiresReplace` whose value the plan changes. */
export function replacingPaths(schema: Schema, { config, prior, plan }: Change): readonly Path[] {
  if (!hasMarked(schema) || sameValue(valueTypeOfBlock(schema), prior, plan)) return [];
  const found = new Map<string, Path>();
  const add = (path: Path): void => void found.set(JSON.stringify(path), path);
  // Once over what is planned, and once over what is gone.
  walk(
    schema,
    [plan, prior, config],
    lookFor(add, ({ place: [next, before = null, given = null] }) => [next, before, given]),
  );
  walk(
    schema,
    [prior, plan, config],
    lookFor(add, ({ place: [before, next = null, given = null] }) => [next, before, given]),
  );
  return [...found.values()];
}

/** The same place in plan, prior state and configuration. */
type Sides = readonly [plan: Value, prior: Value, config: Value];

function lookFor(add: (path: Path) => void, sidesOf: (spot: Spot) => Sides): Look {
  // Elements of a set have no address: what counts is whether their marked parts stay the same as a whole.
  const nested = ({ nesting, block }: NestedBlock, spot: Spot): boolean => {
    const [plan, prior] = sidesOf(spot);
    const isSet = nesting === "set" && isList(plan) && isList(prior);
    if (isSet && !sameElements("dynamic", marked(block, prior), marked(block, plan))) add(spot.path);
    return nesting !== "set";
  };
  return {
    attribute(attribute, spot) {
      if (!isMarked(attribute)) return "nested" in attribute && nested(nestedBlockOf(attribute), spot);
      if (replaces(attribute, sidesOf(spot))) add(spot.path);
      return false;
    },
    block: nested,
  };
}

function isMarked({ requiresReplace = false }: Attribute): boolean {
  return requiresReplace !== false;
}

function replaces(attribute: Attribute, sides: Sides): boolean {
  const [plan, prior, config] = sides;
  if (sameValue(typeOfAttribute(attribute), prior, plan)) return false;
  const { requiresReplace } = attribute;
  if (typeof requiresReplace !== "function") return true;
  // It sees numbers in the kind of the attribute, as all of the author's code does.
  const attributes = { plan: attribute, prior: attribute, config: attribute };
  // What it is called with is of the attribute's type, which the compiler cannot know here.
  const decide = requiresReplace as unknown as (change: ValueRecord) => unknown;
  return decided("requiresReplace", decide(shown({ attributes }, { plan, prior, config })));
}

/** The marked parts of the elements of a set. */
function marked(block: Block, elements: readonly Value[]): readonly Value[] {
  if (!hasMarked(block)) return [];
  const part = (attribute: Attribute, { place: [value] }: Spot): Value | undefined => {
    if (isMarked(attribute)) return value;
    return "nested" in attribute ? undefined : null;
  };
  return elements.map((element) => (isRecord(element) ? transform(block, [element], part) : element));
}

/** Top-level paths that the plan changes, for resources that cannot be updated. */
export function changedPaths(block: Block, { prior, plan }: Change): readonly Path[] {
  const type = valueTypeOfBlock(block);
  const types = type[0] === "object" && typeof type !== "string" ? type[1] : {};
  const names = Object.keys(types).filter((name) => !sameValue(types[name] ?? "dynamic", prior[name], plan[name]));
  // What only becomes unknown because something else changes is no reason of its own.
  const reasons = names.filter((name) => !isOutput(block.attributes?.[name]));
  return (reasons.length > 0 ? reasons : names).map((name) => [name]);
}

function isOutput(attribute: Attribute | undefined): boolean {
  return attribute?.computed === true && attribute.optional !== true;
}
