import { DiagnosticError } from "../diagnostic";
import { isList, isPlainRecord, isRecord, kindOf, mapRecord } from "../values/guards";
import { isNumber, parseNumber } from "../values/number";
import type { AnyResource, UpgradeRequest } from "../provider";
import type { Attribute, Block, NestedBlock, Schema } from "../schema";
import { hasDynamic, typeOfBlock } from "../values/implied-type";
import { unwrapNested } from "../values/dynamic-blocks";
import { parseType } from "../values/type-json";
import { normalized } from "../values/unicode";
import type { Type } from "../types";
import { Decimal, Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { Collector } from "./collector";
import { shown } from "./numbers";
import { plainOf } from "../values/plain";
import { nestedBlockOf } from "./walk";
import { formatPath } from "./report";
import { emptyOf, type Parts } from "./whole";

export interface StoredState {
  readonly version: number;
  readonly state: ValueRecord;
}

/**
 * Brings stored state to the current schema. Terraform asks for it at every refresh, also where the
 * version is the same: attributes that are missing become null, those that are unknown are dropped.
 */
export async function upgradeState(
  resource: AnyResource,
  { version, state }: StoredState,
  diagnostics = new Collector(),
): Promise<ValueRecord> {
  const current = resource.schema.version ?? 0;
  if (version > current) {
    throw new DiagnosticError(
      "The state was written by a newer version of the provider",
      `Its schema version is ${version}, this provider knows versions up to ${current}. Use the newer provider.`,
    );
  }
  if (version === current || resource.upgrade === undefined) return stored(resource.schema, state);
  return madeState(diagnostics, resource.schema, await ownUpgrade(resource, { version, state, diagnostics }));
}

/** A state that an author made of an older one, or of one of another type: what is left out becomes null. */
export function madeState(diagnostics: Collector, schema: Schema, answer: unknown): ValueRecord {
  const parts = plainOf(answer);
  const state = isPlainRecord(parts) ? stored(schema, parts) : parts;
  return receivedState(diagnostics, schema, state) ?? {};
}

/** What the resource makes of an older state: by a function for all versions, or by one for each with its schema. */
export async function ownUpgrade(resource: AnyResource, request: UpgradeRequest): Promise<Parts> {
  const { upgrade } = resource;
  if (upgrade === undefined) return request.state;
  if (typeof upgrade === "function") return upgrade(request);
  const upgrader = upgrade[request.version];
  if (upgrader === undefined) return request.state;
  return upgrader.upgrade(shown(upgrader.schema, stored(upgrader.schema, request.state)), request);
}

function stored(schema: Block, parts: Parts): ValueRecord {
  return normalized(shapeBlock(schema, parts, []));
}

type StatePath = readonly (string | number)[];

function shapeBlock(block: Block, record: Parts, path: StatePath): ValueRecord {
  const part = (name: string): Value => (Object.hasOwn(record, name) ? (record[name] ?? null) : null);
  return {
    ...mapRecord(block.attributes ?? {}, (attribute, name) => shapeAttribute(attribute, part(name), [...path, name])),
    ...mapRecord(block.blocks ?? {}, (nested, name) =>
      shapeNested(nested, part(name) ?? emptyOf(nested), [...path, name]),
    ),
  };
}

function shapeAttribute(attribute: Attribute, value: Value, path: StatePath): Value {
  if (value === null || attribute.writeOnly) return null;
  return !("nested" in attribute)
    ? shapeValue(attribute.type, value, path)
    : shapeNested(nestedBlockOf(attribute), value, path);
}

function shapeNested(nested: NestedBlock, stored: Value, path: StatePath): Value {
  const { nesting, block } = nested;
  const value = isTyped(nested, stored) ? unwrapNested(nested, shapeValue("dynamic", stored, path)) : stored;
  const one = (element: Value, at: StatePath): Value => {
    if (element === null) return null;
    if (!isPlainRecord(element)) throw mismatch("an object", element, at);
    return shapeBlock(block, element, at);
  };
  if (nesting === "single" || nesting === "group") return one(value, path);
  if (nesting === "map") {
    if (!isPlainRecord(value)) throw mismatch("a map", value, path);
    return mapRecord(value, (element, key) => one(element, [...path, key]));
  }
  if (!isList(value)) throw mismatch(`a ${nesting}`, value, path);
  return value.map((element, index) => one(element, [...path, index]));
}

/** Whether blocks that hold dynamic values were stored with their own type, as Terraform does. */
function isTyped({ nesting, block }: NestedBlock, value: Value): boolean {
  const variable = (nesting === "list" || nesting === "map") && hasDynamic(typeOfBlock(block));
  return variable && isRecord(value) && Object.keys(value).sort().join() === "type,value";
}

function shapeValue(type: Type, value: Value, path: StatePath): Value {
  if (value === null || value instanceof UnknownValue) return null;
  if (typeof type === "string") return shapePrimitive(type, value, path);
  if (type[0] === "map") {
    if (!isPlainRecord(value)) throw mismatch("a map", value, path);
    return mapRecord(value, (item, key) => shapeValue(type[1], item, [...path, key]));
  }
  if (type[0] === "object") {
    if (!isPlainRecord(value)) throw mismatch("an object", value, path);
    return mapRecord(type[1], (item, name) => shapeValue(item, value[name] ?? null, [...path, name]));
  }
  if (!isList(value)) throw mismatch(`a ${type[0]}`, value, path);
  if (type[0] === "tuple")
    return type[1].map((item, index) => shapeValue(item, value[index] ?? null, [...path, index]));
  return value.map((item, index) => shapeValue(type[1], item, [...path, index]));
}

/** Primitive values convert into each other as they do when Terraform itself reads its state. */
function shapePrimitive(type: "string" | "number" | "bool" | "dynamic", value: Value, path: StatePath): Value {
  if (type === "dynamic") return shapeDynamic(value, path);
  if (type === "string" && typeof value === "boolean") return String(value);
  if (type === "string" && isNumber(value)) return value instanceof Decimal ? value.text : String(value);
  if (type === "string" && typeof value === "string") return value;
  if (type === "number" && isNumber(value)) return value;
  if (type === "number" && typeof value === "string") return parseNumber(value);
  if (type === "bool" && typeof value === "boolean") return value;
  if (type === "bool" && (value === "true" || value === "false")) return value === "true";
  throw mismatch(`a ${type}`, value, path);
}

/** In stored JSON a dynamic value is an object of its type and its value. */
function shapeDynamic(value: Value, path: StatePath): Value {
  if (value instanceof Dynamic) return value;
  if (!isPlainRecord(value) || value.type === undefined) throw mismatch("a dynamic value with its type", value, path);
  const type = parseType(value.type, formatPath(path));
  return new Dynamic(type, shapeValue(type, value.value ?? null, path));
}

function mismatch(wanted: string, value: Value, path: StatePath): DiagnosticError {
  return new DiagnosticError(
    "The stored state does not fit the schema",
    `${formatPath(path)} must be ${wanted}, but is ${kindOf(value)}. ` +
      "Where the schema changed its shape, the provider must raise the schema's version and upgrade the state.",
  );
}
