import type { Block } from "../schema";
import { hasDynamic, typeOfBlock } from "../values/implied-type";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";

// Lists and maps of blocks that hold dynamic values are tuples and objects to Terraform and OpenTofu, which both forget that
// in places: no plan would succeed then, or the program panics. A provider is told before.

/** They look for a key of a map in what is an object, and refuse every plan. */
export function writeOnlyInMap(where: string, nesting: string, block: Block): readonly string[] {
  const isLost = nesting === "map" && hasWriteOnly(block) && hasDynamic(typeOfBlock(block));
  return isLost ? [`${where}: a map of blocks cannot hold both write-only and dynamic values`] : [];
}

const hasWriteOnly = cached((block) => someAttribute(block, ({ writeOnly }) => writeOnly === true));

/** They panic while they plan a data source or an ephemeral resource of which anything is unknown. */
export function listsOfDynamic(where: string, { blocks = {} }: Block): readonly string[] {
  return Object.entries(blocks).flatMap(([name, { nesting, block }]) => [
    ...(nesting === "list" && hasDynamic(typeOfBlock(block))
      ? [`${where}.${name}: a list of blocks cannot hold dynamic values here, as it can in a resource`]
      : []),
    ...listsOfDynamic(`${where}.${name}`, block),
  ]);
}
