import type { Path } from "../diagnostic";
import { isList, isRecord, kindOf } from "../guards";
import { isNumber } from "../number";
import type { Attribute, Block, NestedBlock } from "../schema";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { nestedBlockOf } from "./elements";

/** One breach of the protocol by a provider: where, and what is wrong there. */
export interface Fault {
  readonly path: Path;
  readonly text: string;
}

/** What in a value is not of its schema. An answer with such a fault cannot be sent at all. */
export function conformanceFaults(block: Block, value: Value | undefined, path: Path = []): readonly Fault[] {
  if (!isRecord(value)) return [{ path, text: `must be an object, not ${kindOf(value)}` }];
  const attributes = Object.entries(block.attributes ?? {});
  const blocks = Object.entries(block.blocks ?? {});
  const names = new Set([...attributes, ...blocks].map(([name]) => name));
  const extra = Object.keys(value).filter((name) => !names.has(name));
  return [
    ...extra.map((name) => ({ path: [...path, name], text: "is not in the schema" })),
    ...attributes.flatMap(([name, attribute]) => inAttribute(attribute, value[name], [...path, name])),
    ...blocks.flatMap(([name, nested]) => inNestedBlock(nested, value[name], [...path, name])),
  ];
}

function inAttribute(attribute: Attribute, value: Value | undefined, path: Path): readonly Fault[] {
  if (value === undefined) return [{ path, text: "is missing; an attribute that is not set must be null" }];
  if ("type" in attribute) return typeFaults(attribute.type, value, path);
  return value === null || value instanceof UnknownValue ? [] : inElements(nestedBlockOf(attribute), value, path);
}

function inNestedBlock(nested: NestedBlock, value: Value | undefined, path: Path): readonly Fault[] {
  if (value instanceof UnknownValue) return [];
  if (value === null && nested.nesting === "single") return [];
  if (value === null || value === undefined) {
    const empty = { list: "[]", set: "[]", map: "{}", group: "an object", single: "null" }[nested.nesting];
    return [{ path, text: `is a block and must not be ${kindOf(value)}; where there is none it is ${empty}` }];
  }
  const elements = isList(value) ? value : nested.nesting === "map" && isRecord(value) ? Object.values(value) : [];
  if (elements.includes(null)) return [{ path, text: "has a block that is null" }];
  return inElements(nested, value, path);
}

function inElements({ nesting, block }: NestedBlock, value: Value, path: Path): readonly Fault[] {
  const one = (element: Value, at: Path): readonly Fault[] =>
    element === null || element instanceof UnknownValue ? [] : conformanceFaults(block, element, at);
  if (nesting === "single" || nesting === "group") return one(value, path);
  if (nesting === "map") {
    if (!isRecord(value)) return wrongKind("a map", value, path);
    return Object.entries(value).flatMap(([key, element]) => one(element, [...path, key]));
  }
  if (!isList(value)) return wrongKind(`a ${nesting}`, value, path);
  return value.flatMap((element, index) => one(element, [...path, index]));
}

function typeFaults(type: Type, value: Value | undefined, path: Path): readonly Fault[] {
  if (value === undefined) return [{ path, text: "is missing" }];
  if (value === null || value instanceof UnknownValue) return [];
  if (typeof type === "string") return primitiveFaults(type, value, path);
  switch (type[0]) {
    case "map":
      return isRecord(value) ? inMap(type[1], value, path) : wrongKind("a map", value, path);
    case "object":
      return isRecord(value) ? inObject(type[1], value, path) : wrongKind("an object", value, path);
    case "tuple":
      return isList(value) ? inTuple(type[1], value, path) : wrongKind("a tuple", value, path);
    default:
      return isList(value)
        ? value.flatMap((item, index) => typeFaults(type[1], item, [...path, index]))
        : wrongKind(`a ${type[0]}`, value, path);
  }
}

function inTuple(types: readonly Type[], value: readonly Value[], path: Path): readonly Fault[] {
  if (value.length !== types.length) {
    return [{ path, text: `must have ${types.length} elements, not ${value.length}` }];
  }
  return types.flatMap((type, index) => typeFaults(type, value[index], [...path, index]));
}

function inMap(type: Type, value: ValueRecord, path: Path): readonly Fault[] {
  return Object.entries(value).flatMap(([key, item]) => typeFaults(type, item, [...path, key]));
}

function inObject(types: Readonly<Record<string, Type>>, value: ValueRecord, path: Path): readonly Fault[] {
  const names = [...new Set([...Object.keys(types), ...Object.keys(value)])];
  return names.flatMap((name) => {
    const type = types[name];
    const at = [...path, name];
    return type === undefined ? [{ path: at, text: "is not in the schema" }] : typeFaults(type, value[name], at);
  });
}

function primitiveFaults(type: "string" | "number" | "bool" | "dynamic", value: Value, path: Path): readonly Fault[] {
  if (type === "dynamic") {
    if (value instanceof Dynamic) return typeFaults(value.type, value.value, path);
    return [{ path, text: `must be a Dynamic, not ${kindOf(value)}: use dynamicOf(value)` }];
  }
  if (type === "number") {
    if (!isNumber(value)) return wrongKind("a number", value, path);
    return typeof value === "number" && !Number.isFinite(value) ? [{ path, text: `must not be ${value}` }] : [];
  }
  const wanted = type === "bool" ? "boolean" : "string";
  return typeof value === wanted ? [] : wrongKind(`a ${type}`, value, path);
}

function wrongKind(wanted: string, value: Value, path: Path): readonly Fault[] {
  return [{ path, text: `must be ${wanted}, not ${kindOf(value)}` }];
}
