import { cached } from "./cached";
import { mapRecord } from "./guards";
import type { Attribute, AttributeFlags, Block, NestedAttribute, NestedBlock, TypedAttribute } from "../schema";
import type { Type } from "../types";

/** The Terraform type of a block's value: an object of all its attributes and blocks. */
export const typeOfBlock = cached((block: Block): Type => objectOf(block, typeOfNestedBlock));

/** The type of a block's value as an author has it: by it values are compared, sets at every depth in any order. */
export const valueTypeOfBlock: (block: Block) => Type = cached((block) =>
  objectOf(block, ({ nesting, block: inner }) => {
    const element = valueTypeOfBlock(inner);
    return nesting === "single" || nesting === "group" ? element : [nesting, element];
  }),
);

function objectOf({ attributes = {}, blocks = {} }: Block, typeOf: (nested: NestedBlock) => Type): Type {
  return ["object", { ...mapRecord(attributes, typeOfAttribute), ...mapRecord(blocks, typeOf) }];
}

export function typeOfAttribute(attribute: Attribute): Type {
  return "nested" in attribute ? typeOfNested(attribute.nested) : attribute.type;
}

type Nested = NestedAttribute["nested"];

const typeOfNested: (nested: Nested) => Type = cached(({ nesting, attributes }) => {
  const element: Type = ["object", mapRecord(attributes, typeOfAttribute)];
  return nesting === "single" ? element : [nesting, element];
});

/**
 * The type that a nested block has on the wire. Where its blocks hold dynamic values, no two of them
 * need have the same type: lists then travel as tuples, maps as objects, both behind `dynamic`.
 */
function typeOfNestedBlock({ nesting, block }: NestedBlock): Type {
  const element = typeOfBlock(block);
  if (nesting === "single" || nesting === "group") return element;
  return hasDynamic(element) ? "dynamic" : [nesting, element];
}

/** Whether values of the type carry types of their own. */
export function hasDynamic(type: Type): boolean {
  if (typeof type === "string") return type === "dynamic";
  switch (type[0]) {
    case "tuple":
      return type[1].some(hasDynamic);
    case "object":
      return Object.values(type[1]).some(hasDynamic);
    default:
      return hasDynamic(type[1]);
  }
}

/** The attribute of a type that only the running program knows. */
export function attributeOf(type: Type, flags: AttributeFlags): TypedAttribute {
  return { type, ...flags } as TypedAttribute; // Which of its members it is, the type says.
}
