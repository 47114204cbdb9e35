import type { Path } from "../diagnostic";
import { isList, isRecord, mapRecord } from "../values/guards";
import type { Attribute, Block, NestedAttribute, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";

/** The same place in the value that is walked and in those beside it, such as the configuration and the prior state. */
export type Place = readonly [value: Value, ...beside: Value[]];
/** A place where the walked value is an object. */
export type ObjectPlace = readonly [value: ValueRecord, ...beside: Value[]];

/** Tells, for an element of a set, what stands beside it: elements of sets have neither index nor key. */
export type PairSet = (block: Block, place: Place) => (element: Value, index: number) => readonly Value[];

/** What one attribute becomes; `undefined` leaves it to what is nested in it. */
export type Map = (attribute: Attribute, place: Place, path: Path) => Value | undefined;

/** What is looked at on a walk, outer things first. */
export interface Look {
  /** `false` passes over what is nested in it. */
  attribute?(attribute: Attribute, place: Place, path: Path): boolean | undefined;
  block?(block: NestedBlock, place: Place, path: Path): void;
  /** One object: the whole, an element of a block, or a nested one. */
  object?(block: Block, place: ObjectPlace, path: Path): void;
}

export interface WalkOptions {
  /** @default - an element of a set has nothing beside it */
  readonly pairSet?: PairSet;
  readonly path?: Path;
}

/** A nested attribute read as the block that it resembles. */
export function nestedBlockOf({ nested }: NestedAttribute): NestedBlock {
  return { nesting: nested.nesting, block: nested };
}

/**
 * The object with every attribute decided anew, at all depths, blocks included. What is not in the schema, or is no
 * object where one is expected, stays as it is. Lists are paired by index, maps and objects by key.
 */
export function transform(block: Block, place: ObjectPlace, map: Map, options: WalkOptions = {}): ValueRecord {
  const at = inside(place, options);
  const attributes = mapRecord(block.attributes ?? {}, (attribute, name) => {
    const part = at(name);
    const decided = map(attribute, part.place, part.path);
    if (decided !== undefined) return decided;
    return "nested" in attribute ? transformNested(nestedBlockOf(attribute), part, map, options) : part.place[0];
  });
  const blocks = mapRecord(block.blocks ?? {}, (nested, name) => transformNested(nested, at(name), map, options));
  return { ...place[0], ...attributes, ...blocks };
}

/** Visits an object, its attributes and its blocks, at all depths. */
export function walk(block: Block, place: ObjectPlace, look: Look, options: WalkOptions = {}): void {
  const at = inside(place, options);
  look.object?.(block, place, options.path ?? []);
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const part = at(name);
    const goesOn = look.attribute?.(attribute, part.place, part.path) !== false;
    if (goesOn && "nested" in attribute) walkNested(nestedBlockOf(attribute), part, look, options);
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    const part = at(name);
    look.block?.(nested, part.place, part.path);
    walkNested(nested, part, look, options);
  }
}

/** A place and how one gets there. */
interface Part {
  readonly place: Place;
  readonly path: Path;
}

function inside([value, ...beside]: ObjectPlace, { path = [] }: WalkOptions): (name: string) => Part {
  return (name) => ({
    place: [partOf(value, name), ...beside.map((other) => partOf(other, name))],
    path: [...path, name],
  });
}

function transformNested(nested: NestedBlock, part: Part, map: Map, options: WalkOptions): Value {
  const one = (element: Part): Value =>
    isObjectPlace(element.place)
      ? transform(nested.block, element.place, map, { ...options, path: element.path })
      : element.place[0];
  const elements = elementsOf(nested, part, options);
  if (elements === undefined) return one(part);
  const [value] = part.place;
  if (isList(value)) return elements.map(([, element]) => one(element));
  return Object.fromEntries(elements.map(([key, element]) => [key, one(element)]));
}

function walkNested(nested: NestedBlock, part: Part, look: Look, options: WalkOptions): void {
  const elements = elementsOf(nested, part, options)?.map(([, element]) => element) ?? [part];
  for (const { place, path } of elements) {
    if (isObjectPlace(place)) walk(nested.block, place, look, { ...options, path });
  }
}

/** The elements of a list, set or map; `undefined` where the nesting has none, or the value is no collection. */
export function elementsOf(
  { nesting, block }: NestedBlock,
  { place, path }: Part,
  { pairSet = alone }: WalkOptions,
): readonly (readonly [string | number, Part])[] | undefined {
  const [value, ...beside] = place;
  if (isList(value) && nesting === "set") {
    const pair = pairSet(block, place);
    return value.map((element, index) => [
      index,
      { place: [element, ...pair(element, index)], path: [...path, index] },
    ]);
  }
  const keys = isList(value) ? value.keys() : nesting === "map" && isRecord(value) ? Object.keys(value) : undefined;
  if (keys === undefined) return undefined;
  return [...keys].map((key) => [
    key,
    { place: [partOf(value, key), ...beside.map((other) => partOf(other, key))], path: [...path, key] },
  ]);
}

const alone: PairSet =
  (_, [, ...beside]) =>
  () =>
    beside.map(() => null);

/** An element, entry or attribute; null where there is none. */
export function partOf(value: Value, key: string | number): Value {
  if (isList(value)) return value[Number(key)] ?? null;
  return isRecord(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function isObjectPlace(place: Place): place is ObjectPlace {
  return isRecord(place[0]);
}
