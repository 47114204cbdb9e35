import type { AnyShape } from "../infer";
import type { Block, NestedBlock } from "../schema";
import { isList, isRecord, mapRecord } from "../values/guards";
import type { Value, ValueRecord } from "../value";
import { nestedBlockOf } from "./walk";

/** Some of the attributes and blocks of an object. */
export type Parts = AnyShape["part"];

/** The object with every attribute and block of the schema, at all depths: null, or no block, where nothing is given. */
export function wholeOf(block: Block, given: Parts): ValueRecord {
  const attributes = mapRecord(block.attributes ?? {}, (attribute, name) => {
    const value = given[name] ?? null;
    return "nested" in attribute ? wholeNested(nestedBlockOf(attribute), value) : value;
  });
  const blocks = mapRecord(block.blocks ?? {}, (nested, name) => wholeNested(nested, given[name] ?? emptyOf(nested)));
  const known = Object.entries(given).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return { ...Object.fromEntries(known), ...attributes, ...blocks };
}

function wholeNested({ nesting, block }: NestedBlock, value: Value): Value {
  const one = (element: Value): Value => (isRecord(element) ? wholeOf(block, element) : element);
  if (isList(value)) return value.map(one);
  return nesting === "map" && isRecord(value) ? mapRecord(value, one) : one(value);
}

/** What stands where there is no such block. */
export function emptyOf({ nesting, block }: NestedBlock): Value {
  if (nesting === "single") return null;
  if (nesting === "map") return {};
  return nesting === "group" ? wholeOf(block, {}) : [];
}
