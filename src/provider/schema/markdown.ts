import type { Attribute, Block, NestedBlock } from "../../plugin";

/** The schema with all of its texts marked as what they are. */
export function inMarkdown<B extends Block>(block: B): B {
  return {
    ...block,
    descriptionKind: "markdown",
    ...(block.attributes === undefined ? {} : { attributes: eachOf(block.attributes, attribute) }),
    ...(block.blocks === undefined ? {} : { blocks: eachOf(block.blocks, nestedBlock) }),
  };
}

function attribute(one: Attribute): Attribute {
  if (!("nested" in one)) return { ...one, descriptionKind: "markdown" };
  const { nested } = one;
  return { ...one, descriptionKind: "markdown", nested: { ...nested, attributes: eachOf(nested.attributes, attribute) } };
}

function nestedBlock(one: NestedBlock): NestedBlock {
  return { ...one, block: inMarkdown(one.block) };
}

function eachOf<T>(record: Readonly<Record<string, T>>, change: (one: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([name, one]) => [name, change(one)]));
}
