import { isList, isRecord, kindOf, mapRecord } from "../values/guards";
import { isNumber } from "../values/number";
import { hasLoneSurrogate } from "../values/unicode";
import type { Type } from "../types";
import { Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { pack, type Packed } from "./msgpack";
import { packNumber } from "./packed-number";
import { packUnknown } from "./unknown";

/**
 * Writes a value of a type as MessagePack.
 *
 * @throws Error with the place in the value where it is not of the type
 */
export function encodeValue(type: Type, value: Value): Uint8Array {
  return pack(encode(type, value, "value"));
}

function encode(type: Type, value: Value | undefined, path: string): Packed {
  if (value === null) return null;
  if (value === undefined) throw new Error(`${path} is missing`);
  if (value instanceof UnknownValue) return packUnknown(value);
  if (typeof type === "string") return encodePrimitive(type, value, path);
  switch (type[0]) {
    case "list":
    case "set":
      return listAt(path, value).map((item, index) => encode(type[1], item, `${path}[${index}]`));
    case "tuple":
      return encodeTuple(type[1], listAt(path, value), path);
    case "map":
      return mapRecord(recordAt(path, value), (item, key) => encode(type[1], item, `${path}[${JSON.stringify(key)}]`));
    case "object":
      return encodeObject(type[1], recordAt(path, value), path);
  }
}

function encodePrimitive(type: "string" | "number" | "bool" | "dynamic", value: Value, path: string): Packed {
  if (type === "dynamic" && value instanceof Dynamic) return encodeDynamic(value, path);
  if (type === "number" && isNumber(value)) return packNumber(value);
  if (type === "string" && typeof value === "string") return encodeText(value, path);
  if (type === "bool" && typeof value === "boolean") return value;
  throw new Error(`${path}: a ${type} is expected, not ${kindOf(value)}`);
}

function encodeText(text: string, path: string): string {
  if (hasLoneSurrogate(text)) throw new Error(`${path}: text is expected, not half of a character`);
  return text;
}

function encodeDynamic({ type, value }: Dynamic, path: string): Packed {
  return [Buffer.from(JSON.stringify(type)), encode(type, value, path)];
}

function encodeTuple(types: readonly Type[], items: readonly Value[], path: string): Packed {
  if (items.length !== types.length)
    throw new Error(`${path}: ${types.length} elements are expected, not ${items.length}`);
  return types.map((type, index) => encode(type, items[index], `${path}[${index}]`));
}

function encodeObject(types: Readonly<Record<string, Type>>, record: ValueRecord, path: string): Packed {
  const extra = Object.keys(record).find((name) => !Object.hasOwn(types, name));
  if (extra !== undefined) throw new Error(`${path}: ${extra} is no attribute of this type`);
  return mapRecord(types, (type, name) => encode(type, record[name], `${path}.${name}`));
}

function listAt(path: string, value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new Error(`${path}: a list is expected, not ${kindOf(value)}`);
}

function recordAt(path: string, value: Value): ValueRecord {
  if (isRecord(value)) return value;
  throw new Error(`${path}: an object is expected, not ${kindOf(value)}`);
}
