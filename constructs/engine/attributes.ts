import { Token } from "cdktf";
import { isRecord, objectIn, type JsonRecord } from "../../src/model/json";
import { formsOf, partOf } from "../../src/model/schema/forms";
import { INVALID } from "../../src/model/schema/invalid";
import type { ObjectSchema, Schema } from "../../src/model/schema/schema";

/** The attributes of Terraform that say an object of the model. Tokens stay what they are, whatever they stand for. */
export function attributesOf(given: JsonRecord, schema: ObjectSchema): JsonRecord {
  const entries = formsOf(schema).map((form) => [form.attribute, valueOf(partOf(given, form), form.schema)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonRecord;
}

function valueOf(value: unknown, schema: Schema): unknown {
  // What is wrong is told, and nothing written.
  if (value === undefined || value === null || value === INVALID) return undefined;
  if (Token.isUnresolved(value)) return value;
  if (schema.type === "list") return Array.isArray(value) ? value.map((item) => valueOf(item, schema.of)) : value;
  if (schema.type === "object") return attributesOf(objectIn(value), schema);
  if (schema.type === "map" && isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, valueOf(item, schema.of)]));
  }
  // Of several forms the text is the one that takes them all.
  return typeof value === "number" && schema.type !== "number" ? String(value) : value;
}
