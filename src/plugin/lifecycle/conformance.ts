import type { Path } from "../diagnostic";
import { excerpt } from "../values/excerpt";
import { isList, isPlainRecord, kindOf, mapRecord, partsOf } from "../values/guards";
import { typeOfAttribute, typeOfBlock } from "../values/implied-type";
import { isFiniteNumber, isNumber } from "../values/number";
import type { Attribute, Block, NestedBlock, TypedAttribute } from "../schema";
import { refinementFaults } from "../values/refinement";
import { isType } from "../values/type-json";
import { hasLoneSurrogate, nfc, normalized } from "../values/unicode";
import type { Type } from "../types";
import { Decimal, Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import type { Collector } from "./collector";
import { firstFault } from "./numbers";
import { reportFaults } from "./report";
import { hasSecrets, PANICS_ON_NULL } from "./secrets";
import { plainOf } from "../values/plain";
import { nestedBlockOf } from "./walk";
import { withoutWriteOnly } from "./write-only";
import { uniformFaults } from "./uniform";

// `walk` and `transform` go over values that are of their schema, and this is what makes sure that they are. What is missing
// is null to them, what is of another kind is passed over, and nobody is told what was found further in, on which the
// judgement of elements as a whole depends.

/** One breach of the protocol by a provider: where, and what is wrong there. */
export interface Fault {
  readonly path: Path;
  readonly text: string;
}

/** An author's answer as Terraform holds it, without write-only values; refused, and `undefined`, where it cannot be sent at all. */
export function received(
  diagnostics: Collector,
  what: string,
  schema: Block,
  answer: unknown,
): ValueRecord | undefined {
  const plain = plainOf(answer);
  const faults = conformanceFaults(schema, plain);
  reportFaults(diagnostics, what, faults);
  return faults.length > 0 || !isPlainRecord(plain) ? undefined : withoutWriteOnly(schema, normalized(plain));
}

/** The parts of an answer that can be sent, and others in the place of the rest: to keep what names an object that is there. */
export function salvaged(schema: Block, answer: unknown, others: ValueRecord): ValueRecord {
  const plain = plainOf(answer);
  if (!isPlainRecord(plain)) return others;
  const faulty = new Set(conformanceFaults(schema, plain).map(({ path: [name] }) => name));
  const parts = mapRecord(others, (other, name) => (faulty.has(name) ? other : (plain[name] ?? null)));
  return withoutWriteOnly(schema, normalized(parts));
}

/** What in a value is not of its schema. An answer with such a fault cannot be sent at all. */
export function conformanceFaults(block: Block, value: Value | undefined, path: Path = []): readonly Fault[] {
  if (!isPlainRecord(value)) return [{ path, text: `must be an object, not ${kindOf(value)}` }];
  const attributes = Object.entries(block.attributes ?? {});
  const blocks = Object.entries(block.blocks ?? {});
  const names = new Set([...attributes, ...blocks].map(([name]) => name));
  const extra = Object.keys(value).filter((name) => !names.has(name));
  return [
    ...extra.map((name) => ({ path: [...path, name], text: "is not in the schema" })),
    ...attributes.flatMap(([name, attribute]) => inAttribute(attribute, ownPart(value, name), [...path, name])),
    ...blocks.flatMap(([name, nested]) => inNestedBlock(nested, ownPart(value, name), [...path, name])),
  ];
}

/** What every object inherits, such as `constructor`, is none of its parts. */
function ownPart(value: ValueRecord, name: string): Value | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function inAttribute(attribute: Attribute, value: Value | undefined, path: Path): readonly Fault[] {
  if (value === undefined) return [{ path, text: "is missing; an attribute that is not set must be null" }];
  if (!("nested" in attribute)) {
    const faults = typeFaults(attribute.type, value, path);
    return faults.length > 0 ? faults : wholeFaults(attribute, value, path);
  }
  if (value === null) return [];
  if (value instanceof UnknownValue) return promiseFaults(typeOfAttribute(attribute), value, path);
  const nested = nestedBlockOf(attribute);
  const faults = inElements(nested, value, path);
  if (faults.length > 0 || nested.nesting === "single") return faults;
  return uniformFaults(typeOfBlock(nested.block), partsOf(value), path);
}

function wholeFaults({ as }: TypedAttribute, value: Value, path: Path): readonly Fault[] {
  if (as !== "int" && as !== "bigint") return [];
  const text = firstFault("bigint", value);
  return text === undefined ? [] : [{ path, text }];
}

function inNestedBlock(nested: NestedBlock, value: Value | undefined, path: Path): readonly Fault[] {
  if (value instanceof UnknownValue) return [];
  if (value === null && nested.nesting === "single") return [];
  if (value === undefined) return [{ path, text: "is missing" }];
  if (value === null) {
    const empty = nested.nesting === "map" ? "{}" : nested.nesting === "group" ? "an object" : "[]";
    return [{ path, text: `is a block and must not be null; where there is none it is ${empty}` }];
  }
  const elements = isList(value) || nested.nesting === "map" ? partsOf(value) : [];
  if (elements.includes(null)) return [{ path, text: "has a block that is null" }];
  if (elements.some((element) => element instanceof UnknownValue))
    return [{ path, text: "has a block that is unknown" }];
  return inElements(nested, value, path);
}

function inElements({ nesting, block }: NestedBlock, value: Value, path: Path): readonly Fault[] {
  const one = (element: Value | undefined, at: Path): readonly Fault[] => {
    if (element === null)
      return isMany && hasSecrets(block) ? [{ path: at, text: `must not be null: ${PANICS_ON_NULL}` }] : [];
    return element instanceof UnknownValue ? [] : conformanceFaults(block, element, at);
  };
  const isMany = nesting !== "single" && nesting !== "group";
  if (!isMany) return one(value, path);
  if (nesting === "map") return inMap(value, path, one);
  return isList(value) ? inList(value, path, one) : wrongKind(`a ${nesting}`, value, path);
}

function typeFaults(type: Type, value: Value | undefined, path: Path): readonly Fault[] {
  if (value === undefined) return [{ path, text: "is missing" }];
  if (value === null) return [];
  if (value instanceof UnknownValue) return promiseFaults(type, value, path);
  if (typeof type === "string") return primitiveFaults(type, value, path);
  switch (type[0]) {
    case "object":
      return inObject(type[1], value, path);
    case "tuple":
      return isList(value) ? inTuple(type[1], value, path) : wrongKind("a tuple", value, path);
    default:
      return inCollection(type, value, path);
  }
}

function promiseFaults(type: Type, value: UnknownValue, path: Path): readonly Fault[] {
  return refinementFaults(type, value).map((text) => ({ path, text }));
}

function inCollection(type: Collection, value: Value, path: Path): readonly Fault[] {
  const [kind, inner] = type;
  const one: Judge = (item, at) => typeFaults(inner, item, at);
  if (kind !== "map" && !isList(value)) return wrongKind(`a ${kind}`, value, path);
  const faults = isList(value) && kind !== "map" ? inList(value, path, one) : inMap(value, path, one);
  return faults.length > 0 ? faults : uniformFaults(inner, partsOf(value), path);
}

type Collection = Extract<Type, readonly ["list" | "set" | "map", Type]>;
type Judge = (item: Value | undefined, path: Path) => readonly Fault[];

/** A hole in an array is an element too. */
function inList(value: readonly Value[], path: Path, judge: Judge): readonly Fault[] {
  return Array.from(value).flatMap((item, index) => judge(item, [...path, index]));
}

function inMap(value: Value, path: Path, judge: Judge): readonly Fault[] {
  if (!isPlainRecord(value)) return wrongKind("a map", value, path);
  const keys = new Set(Object.keys(value).map(nfc));
  const twice = keys.size === Object.keys(value).length ? [] : [{ path, text: "has a key twice, written in two ways" }];
  const entries = Object.entries(value);
  return [...twice, ...entries.flatMap(([key, item]) => [...keyFaults(key, path), ...judge(item, [...path, key])])];
}

function inTuple(types: readonly Type[], value: readonly Value[], path: Path): readonly Fault[] {
  if (value.length !== types.length) {
    return [{ path, text: `must have ${types.length} elements, not ${value.length}` }];
  }
  return types.flatMap((type, index) => typeFaults(type, value[index], [...path, index]));
}

function inObject(types: Readonly<Record<string, Type>>, value: Value, path: Path): readonly Fault[] {
  if (!isPlainRecord(value)) return wrongKind("an object", value, path);
  const extra = Object.keys(value).filter((name) => !Object.hasOwn(types, name));
  return [
    ...extra.map((name) => ({ path: [...path, name], text: "is not in the schema" })),
    ...Object.entries(types).flatMap(([name, type]) => [
      ...keyFaults(name, path),
      ...typeFaults(type, ownPart(value, name), [...path, name]),
    ]),
  ];
}

/** What this key names cannot be read back: it would lock up the state. */
function keyFaults(key: string, path: Path): readonly Fault[] {
  if (key === "__proto__") return [{ path, text: "must not have the key __proto__" }];
  return hasLoneSurrogate(key) ? [{ path, text: `has the key ${JSON.stringify(excerpt(key))}, ${NO_TEXT}` }] : [];
}

function primitiveFaults(type: "string" | "number" | "bool" | "dynamic", value: Value, path: Path): readonly Fault[] {
  if (type === "dynamic") return dynamicFaults(value, path);
  if (type === "number") {
    if (!isNumber(value)) return wrongKind("a number", value, path);
    const text = value instanceof Decimal ? JSON.stringify(value.text) : String(value);
    return isFiniteNumber(value) ? [] : [{ path, text: `must not be ${text}` }];
  }
  if (typeof value !== (type === "bool" ? "boolean" : "string")) return wrongKind(`a ${type}`, value, path);
  return typeof value === "string" && hasLoneSurrogate(value) ? [{ path, text: `must be text: it is ${NO_TEXT}` }] : [];
}

const NO_TEXT = "half of a character, which is no Unicode text";

function dynamicFaults(value: Value, path: Path): readonly Fault[] {
  if (!(value instanceof Dynamic)) {
    return [{ path, text: `must be a Dynamic, not ${kindOf(value)}: use dynamicOf(value)` }];
  }
  return isType(value.type)
    ? typeFaults(value.type, value.value, path)
    : [{ path, text: `has the type ${JSON.stringify(value.type)}, which is none` }];
}

function wrongKind(wanted: string, value: Value, path: Path): readonly Fault[] {
  return [{ path, text: `must be ${wanted}, not ${kindOf(value)}` }];
}
