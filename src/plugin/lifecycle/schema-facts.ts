import type { Attribute, Block } from "../schema";
import { nestedBlockOf } from "./walk";

/** Whether an attribute at any depth is such a one. */
export function someAttribute({ attributes = {}, blocks = {} }: Block, is: (attribute: Attribute) => boolean): boolean {
  const found = Object.values(attributes).some(
    (attribute) => is(attribute) || ("nested" in attribute && someAttribute(nestedBlockOf(attribute).block, is)),
  );
  return found || Object.values(blocks).some(({ block }) => someAttribute(block, is));
}
