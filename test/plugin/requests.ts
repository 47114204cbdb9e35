import { toyProvider } from "./toy-provider";
import { typeOfBlock } from "../../src/plugin/values/implied-type";
import type { Schema } from "../../src/plugin/schema";
import type { Value, ValueRecord } from "../../src/plugin/value";
import type { Type } from "../../src/plugin/types";
import { toDynamicValue } from "../../src/plugin/wire/convert";
import type { DynamicValue } from "../../src/plugin/wire/tfplugin6";

const EMPTY = new Uint8Array(0);

/** A value of one of the toy's schemas; what is not given is null, or no blocks. */
export function toyValue(schema: Schema, given: ValueRecord): DynamicValue {
  const type = typeOfBlock(schema);
  const types: Readonly<Record<string, Type>> = typeof type !== "string" && type[0] === "object" ? type[1] : {};
  const empty = (name: string): Value => {
    const nesting = schema.blocks?.[name]?.nesting;
    if (nesting === undefined || nesting === "single") return null;
    return nesting === "map" || nesting === "group" ? {} : [];
  };
  const all = Object.keys(types).map((name) => [name, given[name] ?? empty(name)] as const);
  return toDynamicValue(schema, Object.fromEntries(all));
}

/** The schema of one of the toy's resources. */
export function schemaOf(typeName: string): Schema {
  const resource = toyProvider.resources?.[typeName];
  if (resource === undefined) throw new Error(`no resource ${typeName}`);
  return resource.schema;
}

export function nothing(): DynamicValue {
  return { msgpack: Buffer.of(0xc0), json: EMPTY };
}

export function configureRequest(directory: string): { terraformVersion: string; config: DynamicValue } {
  return { terraformVersion: "1.11.4", config: toyValue(toyProvider.schema, { directory }) };
}

/** A plan request for a toy that is to be created. */
export function planRequest(typeName: string, config: ValueRecord) {
  const value = toyValue(schemaOf(typeName), config);
  return {
    typeName,
    priorState: nothing(),
    proposedNewState: value,
    config: value,
  };
}

/** An apply request for a toy that is to be created as it is configured. */
export function applyRequest(typeName: string, config: ValueRecord) {
  const value = toyValue(schemaOf(typeName), config);
  return {
    typeName,
    priorState: nothing(),
    plannedState: value,
    config: value,
  };
}
