import type { Path } from "../diagnostic";
import { isList, isPlainRecord, isRecord, mapRecord } from "../values/guards";
import type { Attribute, Block, NestedAttribute, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";

/** The same place in the value that is walked and in those beside it, such as the configuration and the prior state. */
export type Place = readonly [value: Value, ...beside: Value[]];
/** A place where the walked value is an object. */
export type ObjectPlace = readonly [value: ValueRecord, ...beside: Value[]];

/** One attribute: where it is, and the object that it belongs to. */
export interface Spot {
  readonly place: Place;
  readonly path: Path;
  readonly around: ObjectPlace;
}

/** A place and how one gets there. */
export type Part = Pick<Spot, "place" | "path">;

/** What one attribute becomes; `undefined` leaves it to what is nested in it. */
export type Map = (attribute: Attribute, spot: Spot) => Value | undefined;

/** What is looked at on a walk, outer things first. `false` passes over what is nested. */
export interface Look {
  attribute?(attribute: Attribute, spot: Spot): boolean | undefined;
  block?(block: NestedBlock, spot: Spot): boolean | undefined;
  /** One object: the whole, an element of a block, or a nested one. */
  object?(block: Block, place: ObjectPlace, path: Path): void;
}

/** Finds what stands beside an element of a list or set. */
export type Finder = (element: Value, index: number) => readonly Value[];

export interface WalkOptions {
  /** How elements of lists and sets find what stands beside them. @default - lists by index, sets not at all */
  readonly pair?: (nested: NestedBlock, place: Place) => Finder;
  readonly path?: Path;
}

export interface TransformOptions extends WalkOptions {
  /** What a nested value becomes before it is gone into. */
  readonly before?: (nested: NestedBlock, part: Part) => Value;
  /** What a block becomes after all that is in it. */
  readonly after?: (nested: NestedBlock, value: Value) => Value;
  /** Whether what is not in the schema is left out. @default false */
  readonly strict?: boolean;
}

/** A nested attribute read as the block that it resembles. */
export function nestedBlockOf({ nested }: NestedAttribute): NestedBlock {
  const { nesting, key } = nested;
  return { nesting, block: nested, ...(key !== undefined && { key }) };
}

/**
 * The object with every attribute decided anew, at all depths, blocks included. An attribute that is missing is null, a
 * block that is missing is none. What is no object where one is expected stays as it is. Maps and objects are paired by key.
 */
export function transform(block: Block, place: ObjectPlace, map: Map, options: TransformOptions = {}): ValueRecord {
  const at = inside(place, options);
  const attributes = mapRecord(block.attributes ?? {}, (attribute, name) => {
    const spot = at(name);
    const decided = map(attribute, spot);
    if (decided !== undefined) return decided;
    return "nested" in attribute ? transformNested(nestedBlockOf(attribute), spot, map, options) : spot.place[0];
  });
  const blocks = mapRecord(block.blocks ?? {}, (nested, name) => {
    const { place, path } = at(name);
    const [value, ...beside] = place;
    const whole = transformNested(nested, { place: [value ?? emptyOf(nested), ...beside], path }, map, options);
    return options.after === undefined ? whole : options.after(nested, whole);
  });
  return { ...(options.strict === true ? {} : place[0]), ...attributes, ...blocks };
}

/** What stands where there is no such block; a group is always there. */
function emptyOf({ nesting }: NestedBlock): Value {
  if (nesting === "single") return null;
  return nesting === "map" || nesting === "group" ? {} : [];
}

/** Visits an object, its attributes and its blocks, at all depths. */
export function walk(block: Block, place: ObjectPlace, look: Look, options: WalkOptions = {}): void {
  const at = inside(place, options);
  look.object?.(block, place, options.path ?? []);
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    const spot = at(name);
    const goesOn = look.attribute?.(attribute, spot) !== false;
    if (goesOn && "nested" in attribute) walkNested(nestedBlockOf(attribute), spot, look, options);
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    const spot = at(name);
    if (look.block?.(nested, spot) !== false) walkNested(nested, spot, look, options);
  }
}

function inside(around: ObjectPlace, { path = [] }: WalkOptions): (name: string) => Spot {
  return (name) => ({ place: partsAt(around, name), path: [...path, name], around });
}

function transformNested(nested: NestedBlock, given: Part, map: Map, options: TransformOptions): Value {
  const part = options.before === undefined ? given : turned(given, nested, options.before);
  const one = ({ place, path }: Part): Value =>
    isObjectPlace(place) ? transform(nested.block, place, map, { ...options, path }) : place[0];
  const elements = elementsOf(nested, part, options);
  if (elements === undefined) return one(part);
  if (isList(part.place[0])) return elements.map(([, element]) => one(element));
  return Object.fromEntries(elements.map(([key, element]) => [key, one(element)]));
}

function turned(part: Part, nested: NestedBlock, turn: NonNullable<TransformOptions["before"]>): Part {
  const [, ...beside] = part.place;
  return { place: [turn(nested, part), ...beside], path: part.path };
}

function walkNested(nested: NestedBlock, part: Part, look: Look, options: WalkOptions): void {
  const elements = elementsOf(nested, part, options)?.map(([, element]) => element) ?? [part];
  for (const { place, path } of elements) {
    if (isObjectPlace(place)) walk(nested.block, place, look, { ...options, path });
  }
}

/** The elements of a list, set or map; `undefined` where the nesting has none, or the value is no collection. */
function elementsOf(
  nested: NestedBlock,
  { place, path }: Part,
  { pair = byIndex }: WalkOptions,
): readonly (readonly [string | number, Part])[] | undefined {
  const [value] = place;
  if (isList(value)) {
    const find = pair(nested, place);
    return value.map((element, index) => [
      index,
      { place: [element, ...find(element, index)], path: [...path, index] },
    ]);
  }
  if (nested.nesting !== "map" || !isPlainRecord(value)) return undefined;
  return Object.keys(value).map((key) => [key, { place: partsAt(place, key), path: [...path, key] }]);
}

/** Pairs elements of lists by index; those of sets have none. */
export function byIndex({ nesting }: NestedBlock, [, ...beside]: Place): Finder {
  return (_, index) => beside.map((other) => (nesting === "set" ? null : partOf(other, index)));
}

function partsAt([value, ...beside]: Place, key: string): Place {
  return [partOf(value, key), ...beside.map((other) => partOf(other, key))];
}

/** An element, entry or attribute; null where there is none. */
export function partOf(value: Value, key: string | number): Value {
  if (isList(value)) return value[Number(key)] ?? null;
  return isRecord(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** A `Map`, say, has no attributes: it stays as it is, to be refused, and does not become an object of nulls. */
function isObjectPlace(place: Place): place is ObjectPlace {
  return isPlainRecord(place[0]);
}
