import {
  isList,
  isRecord,
  typeOfAttribute,
  type Block,
  type NestedBlock,
  type Type,
  type Value,
  type ValueRecord,
} from "../../plugin";

/**
 * Fills the gaps of what was read as the old SDK does when it writes a list of objects into state:
 * zero values where nothing was set, unless nothing at all was set, then all is null.
 */
export function withZeros(block: Block, partial: ValueRecord): ValueRecord {
  const empty = Object.keys(partial).length === 0;
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Value] => [
    name,
    partial[name] ?? (empty ? null : zeroOf(typeOfAttribute(attribute))),
  ]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]): [string, Value] => [
    name,
    filled(nested, partial[name] ?? []),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

/** One block with its gaps filled; a single block (`timeouts`) is never read, so it stays as it is. */
export function filled({ nesting, block }: NestedBlock, value: Value): Value {
  if (nesting === "single") return isRecord(value) ? value : null;
  return isList(value) ? value.map((item) => withZeros(block, isRecord(item) ? item : {})) : [];
}

function zeroOf(type: Type): Value {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  return type[0] === "map" || type[0] === "object" ? {} : [];
}

/** A block in which nothing is set: attributes null, lists of blocks empty. */
export function emptyBlock(block: Block): ValueRecord {
  return withZeros(block, {});
}
