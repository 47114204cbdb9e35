import { kindOf, mapRecord } from "../values/guards";
import { parseType } from "../values/type-json";
import type { Type } from "../types";
import { Dynamic, type Value } from "../value";
import { isExtension, isPackedList, isPackedRecord, unpack, type Packed } from "./msgpack";
import { unpackNumber } from "./packed-number";
import { unpackUnknown } from "./unknown";

/**
 * Reads a value of a type from MessagePack.
 *
 * @throws Error with the place in the value where it is not of the type
 */
export function decodeValue(type: Type, bytes: Uint8Array): Value {
  return decode(type, unpack(bytes), "value");
}

function decode(type: Type, packed: Packed, path: string): Value {
  if (packed === null) return null;
  // Terraform may add further kinds of unknown values; every extension is one.
  if (isExtension(packed)) return unpackUnknown(packed);
  if (typeof type === "string") return decodePrimitive(type, packed, path);
  switch (type[0]) {
    case "list":
    case "set":
      return listAt(path, packed).map((item, index) => decode(type[1], item, `${path}[${index}]`));
    case "tuple":
      return decodeTuple(type[1], listAt(path, packed), path);
    case "map":
      return mapRecord(recordAt(path, packed), (item, key) => decode(type[1], item, `${path}[${JSON.stringify(key)}]`));
    case "object":
      return decodeObject(type[1], recordAt(path, packed), path);
  }
}

function decodePrimitive(type: "string" | "number" | "bool" | "dynamic", packed: Packed, path: string): Value {
  if (type === "dynamic") return decodeDynamic(listAt(path, packed), path);
  if (type === "number") return unpackNumber(packed);
  if (type === "string" && typeof packed === "string") return packed;
  if (type === "bool" && typeof packed === "boolean") return packed;
  throw new Error(`${path}: a ${type} is expected, not ${kindOf(packed)}`);
}

function decodeDynamic([typeJson, inner = null]: readonly Packed[], path: string): Dynamic {
  if (!(typeJson instanceof Uint8Array)) throw new Error(`${path}: a dynamic value must start with its type`);
  const type = parseType(JSON.parse(Buffer.from(typeJson).toString("utf8")), path);
  return new Dynamic(type, decode(type, inner, path));
}

function decodeTuple(types: readonly Type[], items: readonly Packed[], path: string): readonly Value[] {
  if (items.length !== types.length)
    throw new Error(`${path}: ${types.length} elements are expected, not ${items.length}`);
  return types.map((type, index) => decode(type, items[index] ?? null, `${path}[${index}]`));
}

function decodeObject(
  types: Readonly<Record<string, Type>>,
  record: Readonly<Record<string, Packed>>,
  path: string,
): Value {
  const extra = Object.keys(record).find((name) => !Object.hasOwn(types, name));
  if (extra !== undefined) throw new Error(`${path}: ${extra} is no attribute of this type`);
  return mapRecord(types, (type, name) => {
    const item = record[name];
    if (item === undefined) throw new Error(`${path}: the attribute ${name} is missing`);
    return decode(type, item, `${path}.${name}`);
  });
}

function listAt(path: string, packed: Packed): readonly Packed[] {
  if (isPackedList(packed)) return packed;
  throw new Error(`${path}: a list is expected, not ${kindOf(packed)}`);
}

function recordAt(path: string, packed: Packed): Readonly<Record<string, Packed>> {
  if (isPackedRecord(packed)) return packed;
  throw new Error(`${path}: an object is expected, not ${kindOf(packed)}`);
}
