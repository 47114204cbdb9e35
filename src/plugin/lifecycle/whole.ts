import type { AnyShape } from "../infer";
import type { Block } from "../schema";
import type { Value, ValueRecord } from "../value";
import { transform } from "./walk";

/** Some of the attributes and blocks of an object. */
export type Parts = AnyShape["part"];

/** The object with every attribute and block of the schema, at all depths: null, or no block, where nothing is given. */
export function wholeOf(block: Block, given: Parts): ValueRecord {
  return transform(block, [definedIn(given)], () => undefined);
}

export function definedIn(parts: Parts): ValueRecord {
  return Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
