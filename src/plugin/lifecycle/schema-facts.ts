import type { Attribute, Block } from "../schema";
import { nestedBlockOf } from "./walk";

/** A fact about a schema that is worked out once: schemas do not change. */
export function cached<T>(of: (block: Block) => T): (block: Block) => T {
  const known = new WeakMap<Block, T>();
  return (block) => {
    const found = known.get(block);
    if (found !== undefined) return found;
    const fact = of(block);
    known.set(block, fact);
    return fact;
  };
}

/** Whether an attribute at any depth is such a one. */
export function someAttribute({ attributes = {}, blocks = {} }: Block, is: (attribute: Attribute) => boolean): boolean {
  const found = Object.values(attributes).some(
    (attribute) => is(attribute) || ("nested" in attribute && someAttribute(nestedBlockOf(attribute).block, is)),
  );
  return found || Object.values(blocks).some(({ block }) => someAttribute(block, is));
}
