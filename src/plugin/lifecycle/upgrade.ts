import { DiagnosticError, type Path } from "../diagnostic";
import { entriesOf, isList, isPlainRecord, isRecord, kindOf, mapRecord } from "../values/guards";
import { isNumber, parseNumber } from "../values/number";
import type { AnyResource, UpgradeRequest } from "../provider";
import type { Block, NestedBlock, Schema } from "../schema";
import { hasDynamic, typeOfBlock } from "../values/implied-type";
import { parseType } from "../values/type-json";
import { normalized } from "../values/unicode";
import type { Type } from "../types";
import { Decimal, Dynamic, UnknownValue, type Value, type ValueRecord } from "../value";
import { receivedState } from "./check-state";
import { Collector } from "./collector";
import { unwrapped } from "./dynamic-blocks";
import { shown } from "./numbers";
import { plainOf } from "../values/plain";
import { transform, type Map, type Part } from "./walk";
import { formatPath } from "./report";
import { definedIn, type Parts } from "./whole";

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
  const shape: Map = (attribute, { place: [value], path }) => {
    if (value === null || attribute.writeOnly) return null;
    return "nested" in attribute ? undefined : shapeValue(attribute.type, value, path);
  };
  return normalized(transform(schema, [definedIn(parts)], shape, { before: storedNested, strict: true }));
}

/** A nested value as it was stored, refused where it is of another nesting. */
function storedNested(nested: NestedBlock, { place: [given], path }: Part): Value {
  const value = unwrapped(nested, isTyped(nested, given) ? shapeValue("dynamic", given, path) : given);
  const { nesting } = nested;
  const isOne = nesting === "single" || nesting === "group";
  if (isOne ? value === null || isPlainRecord(value) : nesting === "map" ? isPlainRecord(value) : isList(value)) {
    const wrong = isOne
      ? undefined
      : entriesOf(value).find(([, element]) => element !== null && !isPlainRecord(element));
    if (wrong === undefined) return value;
    throw mismatch("an object", wrong[1], [...path, wrong[0]]);
  }
  throw mismatch(isOne ? "an object" : `a ${nesting}`, value, path);
}

/** Whether blocks that hold dynamic values were stored with their own type, as Terraform does. */
function isTyped({ nesting, block }: NestedBlock, value: Value): boolean {
  const variable = (nesting === "list" || nesting === "map") && hasDynamic(typeOfBlock(block));
  return variable && isRecord(value) && Object.keys(value).sort().join() === "type,value";
}

function shapeValue(type: Type, value: Value, path: Path): Value {
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
function shapePrimitive(type: "string" | "number" | "bool" | "dynamic", value: Value, path: Path): Value {
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
function shapeDynamic(value: Value, path: Path): Value {
  if (value instanceof Dynamic) return value;
  if (!isPlainRecord(value) || value.type === undefined) throw mismatch("a dynamic value with its type", value, path);
  const type = parseType(value.type, formatPath(path));
  return new Dynamic(type, shapeValue(type, value.value ?? null, path));
}

function mismatch(wanted: string, value: Value, path: Path): DiagnosticError {
  return new DiagnosticError(
    "The stored state does not fit the schema",
    `${formatPath(path)} must be ${wanted}, but is ${kindOf(value)}. ` +
      "Where the schema changed its shape, the provider must raise the schema's version and upgrade the state.",
  );
}
