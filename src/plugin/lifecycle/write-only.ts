import type { Path } from "../diagnostic";
import { isList, isRecord } from "../guards";
import type { Block, NestedBlock } from "../schema";
import type { Value, ValueRecord } from "../value";
import type { Fault } from "./conformance";
import { nestedBlockOf } from "./elements";

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

function inNested({ nesting, block }: NestedBlock, value: Value, path: Path): readonly Path[] {
  if (isList(value)) return value.flatMap((element, index) => writeOnlyPaths(block, element, [...path, index]));
  if (nesting !== "map" || !isRecord(value)) return writeOnlyPaths(block, value, path);
  return Object.entries(value).flatMap(([key, element]) => writeOnlyPaths(block, element, [...path, key]));
}
