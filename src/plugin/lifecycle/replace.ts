import type { Path } from "../diagnostic";
import { sameElements, sameValue } from "../values/equal";
import { isList, isRecord, mapRecord } from "../values/guards";
import { typeOfAttribute, typeOfBlock } from "../values/implied-type";
import type { Attribute, Block, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";
import { nestedBlockOf } from "./walk";

/** Paths of the attributes marked `requiresReplace` whose value the plan changes. */
export function replacingPaths(block: Block, prior: ValueRecord, plan: ValueRecord): readonly Path[] {
  return inBlock(block, { prior, plan }, []);
}

/** Top-level paths that the plan changes, for resources that cannot be updated. */
export function changedPaths(block: Block, prior: ValueRecord, plan: ValueRecord): readonly Path[] {
  const type = typeOfBlock(block);
  const types = type[0] === "object" && typeof type !== "string" ? type[1] : {};
  const names = Object.keys(types).filter((name) => !sameValue(types[name] ?? "dynamic", prior[name], plan[name]));
  // What only becomes unknown because something else changes is no reason of its own.
  const reasons = names.filter((name) => !isOutput(block.attributes?.[name]));
  return (reasons.length > 0 ? reasons : names).map((name) => [name]);
}

interface Change<V = Value> {
  readonly prior: V;
  readonly plan: V;
}

function inBlock(block: Block, { prior, plan }: Change<ValueRecord | null>, path: Path): Path[] {
  const part = (name: string): Change => ({ prior: prior?.[name] ?? null, plan: plan?.[name] ?? null });
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) =>
    inAttribute(attribute, part(name), [...path, name]),
  );
  const blocks = Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
    inNested(nested, part(name), [...path, name]),
  );
  return [...attributes, ...blocks];
}

function inAttribute(attribute: Attribute, change: Change, path: Path): Path[] {
  if (attribute.requiresReplace) {
    return sameValue(typeOfAttribute(attribute), change.prior, change.plan) ? [] : [path];
  }
  return "nested" in attribute ? inNested(nestedBlockOf(attribute), change, path) : [];
}

function inNested({ nesting, block }: NestedBlock, { prior, plan }: Change, path: Path): Path[] {
  if (nesting === "set") return isList(prior) && isList(plan) ? inSet(block, { prior, plan }, path) : [];
  if (nesting === "single" || nesting === "group") return inElement(block, { prior, plan }, path);
  return keysOf(prior, plan).flatMap((key) => {
    const change = { prior: elementOf(prior, key), plan: elementOf(plan, key) };
    return inElement(block, change, [...path, key]);
  });
}

function inElement(block: Block, { prior, plan }: Change, path: Path): Path[] {
  const change = { prior: isRecord(prior) ? prior : null, plan: isRecord(plan) ? plan : null };
  return change.prior === null && change.plan === null ? [] : inBlock(block, change, path);
}

/** Elements of a set have no address: what counts is whether their marked parts stay the same as a whole. */
function inSet(block: Block, { prior, plan }: Change<readonly Value[]>, path: Path): Path[] {
  if (!hasMarked(block)) return [];
  const marked = (value: Value): Value => (isRecord(value) ? markedParts(block, value) : value);
  return sameElements("dynamic", prior.map(marked), plan.map(marked)) ? [] : [path];
}

/** Whether any part is marked at all: a set without marks may gain and lose elements. */
function hasMarked({ attributes = {}, blocks = {} }: Block): boolean {
  return (
    Object.values(attributes).some(
      (a) => a.requiresReplace === true || ("nested" in a && hasMarked(nestedBlockOf(a).block)),
    ) || Object.values(blocks).some(({ block }) => hasMarked(block))
  );
}

function markedParts(block: Block, value: ValueRecord): ValueRecord {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Value] => {
    const item = value[name] ?? null;
    if (attribute.requiresReplace) return [name, item];
    return [name, "nested" in attribute ? markedElements(nestedBlockOf(attribute), item) : null];
  });
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]): [string, Value] => [
    name,
    markedElements(nested, value[name] ?? null),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function markedElements({ nesting, block }: NestedBlock, value: Value): Value {
  const one = (item: Value): Value => (isRecord(item) ? markedParts(block, item) : item);
  if (isList(value)) return value.map(one);
  return nesting === "map" && isRecord(value) ? mapRecord(value, one) : one(value);
}

function isOutput(attribute: Attribute | undefined): boolean {
  return attribute?.computed === true && attribute.optional !== true;
}

function keysOf(prior: Value, plan: Value): readonly (string | number)[] {
  if (isList(prior) || isList(plan)) {
    const length = Math.max(isList(prior) ? prior.length : 0, isList(plan) ? plan.length : 0);
    return Array.from({ length }, (_, index) => index);
  }
  return [...new Set([prior, plan].flatMap((value) => (isRecord(value) ? Object.keys(value) : [])))];
}

function elementOf(value: Value, key: string | number): Value {
  if (isList(value)) return value[Number(key)] ?? null;
  return isRecord(value) ? (value[key] ?? null) : null;
}
