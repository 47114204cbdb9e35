import type { Path } from "../diagnostic";
import { isList, isRecord, mapRecord } from "../values/guards";
import type { Block, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";
import type { Fault } from "./conformance";
import { nestedBlockOf } from "./walk";

/** Write-only attributes that hold a value where none may be: in plan and state. */
export function writeOnlyFaults(block: Block, value: ValueRecord): readonly Fault[] {
  return writeOnlyPaths(block, value).map((path) => ({ path, text: "is write-only and must be null here" }));
}

/** Paths of the write-only attributes that are set. */
export function writeOnlyPaths(block: Block, value: Value, path: Path = []): readonly Path[] {
  if (!isRecord(value)) return [];
  const attributes = Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) => {
    const item = value[name] ?? null;
    if (attribute.writeOnly) return item === null ? [] : [[...path, name]];
    return "nested" in attribute ? inNested(nestedBlockOf(attribute), item, [...path, name]) : [];
  });
  const blocks = Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
    inNested(nested, value[name] ?? null, [...path, name]),
  );
  return [...attributes, ...blocks];
}

/** The value with null for what is write-only, whatever stood there. */
export function withoutWriteOnly(block: Block, value: ValueRecord): ValueRecord {
  const attributes = mapRecord(block.attributes ?? {}, (attribute, name) => {
    const item = value[name] ?? null;
    if (attribute.writeOnly) return null;
    return "nested" in attribute ? cleared(nestedBlockOf(attribute), item) : item;
  });
  const blocks = mapRecord(block.blocks ?? {}, (nested, name) => cleared(nested, value[name] ?? null));
  return { ...attributes, ...blocks };
}

function cleared({ nesting, block }: NestedBlock, value: Value): Value {
  const one = (element: Value): Value => (isRecord(element) ? withoutWriteOnly(block, element) : element);
  if (isList(value)) return value.map(one);
  return nesting === "map" && isRecord(value) ? mapRecord(value, one) : one(value);
}

function inNested({ nesting, block }: NestedBlock, value: Value, path: Path): readonly Path[] {
  if (isList(value)) return value.flatMap((element, index) => writeOnlyPaths(block, element, [...path, index]));
  if (nesting !== "map" || !isRecord(value)) return writeOnlyPaths(block, value, path);
  return Object.entries(value).flatMap(([key, element]) => writeOnlyPaths(block, element, [...path, key]));
}
