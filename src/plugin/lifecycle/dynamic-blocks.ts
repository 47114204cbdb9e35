import type { Block, NestedBlock } from "../schema";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { isList, isRecord, mapRecord } from "../values/guards";
import { hasDynamic, typeOfBlock } from "../values/implied-type";
import { cached } from "../values/cached";
import { transform, type Map } from "./walk";

// Lists and maps of blocks that hold dynamic values travel behind `dynamic` themselves, as tuples and
// objects. An author sees plain lists and records whose dynamic attributes are `Dynamic`, as elsewhere.

/** Whether any block, at any depth, travels so. */
const hasVariable = cached((block: Block) =>
  Object.values(block.blocks ?? {}).some(({ block: inner }) => hasDynamic(typeOfBlock(inner))),
);

const asItIs: Map = (_, { place: [value] }) => value;

/** The value of a block as an author sees it. */
export function unwrapBlocks(block: Block, record: ValueRecord): ValueRecord {
  return hasVariable(block)
    ? transform(block, [record], asItIs, { before: (nested, { place: [value] }) => unwrapped(nested, value) })
    : record;
}

/** The value of a block as Terraform wants it. */
export function wrapBlocks(block: Block, record: ValueRecord): ValueRecord {
  return hasVariable(block) ? transform(block, [record], asItIs, { after: wrapped }) : record;
}

/** The elements of one nested block, from what stands behind `dynamic`. */
export function unwrapped({ block }: NestedBlock, value: Value): Value {
  return value instanceof Dynamic ? elementsOf(value, typeOfBlock(block)) : value;
}

function wrapped({ nesting, block }: NestedBlock, elements: Value): Value {
  const type = typeOfBlock(block);
  if (!hasDynamic(type)) return elements;
  if (isList(elements)) return new Dynamic(["tuple", elements.map(() => type)], elements);
  if (nesting === "map" && isRecord(elements))
    return new Dynamic(["object", mapRecord(elements, () => type)], elements);
  return elements;
}

function elementsOf({ type, value }: Dynamic, wanted: Type): Value {
  if (typeof type === "string") return value;
  if (type[0] === "tuple" && isList(value)) {
    return value.map((item, index) => restoreDynamic(wanted, type[1][index] ?? "dynamic", item));
  }
  if (type[0] === "object" && isRecord(value)) {
    return mapRecord(value, (item, name) => restoreDynamic(wanted, type[1][name] ?? "dynamic", item));
  }
  return value;
}

/** Puts `Dynamic` back where the schema says `dynamic` and the value came with a type from further out. */
function restoreDynamic(wanted: Type, actual: Type, value: Value): Value {
  if (value instanceof Dynamic) return value;
  if (wanted === "dynamic") return actual === "dynamic" ? value : new Dynamic(actual, value);
  if (value === null || value instanceof UnknownValue) return value;
  if (typeof wanted === "string" || typeof actual === "string") return value;
  if (wanted[0] === "object" && actual[0] === "object" && isRecord(value)) {
    return mapRecord(value, (item, name) =>
      restoreDynamic(wanted[1][name] ?? "dynamic", actual[1][name] ?? "dynamic", item),
    );
  }
  if (wanted[0] === "tuple" && actual[0] === "tuple" && isList(value)) {
    return value.map((item, index) =>
      restoreDynamic(wanted[1][index] ?? "dynamic", actual[1][index] ?? "dynamic", item),
    );
  }
  if (wanted[0] === "tuple" || wanted[0] === "object") return value;
  const inner = (index: number | string): Type => elementType(actual, index);
  if (isList(value)) return value.map((item, index) => restoreDynamic(wanted[1], inner(index), item));
  return isRecord(value) ? mapRecord(value, (item, key) => restoreDynamic(wanted[1], inner(key), item)) : value;
}

function elementType(type: Exclude<Type, string>, key: number | string): Type {
  if (type[0] === "tuple") return type[1][Number(key)] ?? "dynamic";
  return type[0] === "object" ? (type[1][key] ?? "dynamic") : type[1];
}
