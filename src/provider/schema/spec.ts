import { INVALID } from "../../model/schema/invalid";
import type { ObjectSchema, Schema } from "../../model/schema/schema";
import type { Path } from "../../model/issue";
import { booleanIn, listIn, numberIn, objectIn, textIn } from "../../model/json";
import { isList, isRecord, isUnknown, type Path as AttributePath, type Value, type ValueRecord } from "../../plugin";
import { partOf, type Form } from "../../model/schema/forms";
import { formsOf } from "./forms";

/**
 * The object of the model that the values of its attributes say. What is not known yet is `INVALID`, which rules skip.
 */
export function specOf(values: ValueRecord, schema: ObjectSchema): unknown {
  const spec: Record<string, unknown> = {};
  for (const { attribute, fields, schema: of } of formsOf(schema)) {
    const [field = "", part] = fields;
    const value = values[attribute] ?? null;
    if (value === null) continue;
    const plain = plainOf(value, of);
    spec[field] = part === undefined ? plain : { ...(spec[field] as object | undefined), [part]: plain };
  }
  return spec;
}

function plainOf(value: Value, schema: Schema): unknown {
  if (isUnknown(value)) return INVALID;
  if (isList(value)) return value.map((item) => plainOf(item, schema.type === "list" ? schema.of : schema));
  if (!isRecord(value)) return value;
  if (schema.type === "object") return specOf(value, schema);
  const of = schema.type === "map" ? schema.of : schema;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item, of)]));
}

/** The attributes that say an object of the model; what it leaves out is null. */
export function valuesOf(spec: unknown, schema: ObjectSchema): ValueRecord {
  const given = objectIn(spec);
  const entries = formsOf(schema).map((form): [string, Value] => [
    form.attribute,
    valueOf(partOf(given, form), form.schema),
  ]);
  return Object.fromEntries(entries);
}

function valueOf(plain: unknown, schema: Schema): Value {
  if (plain === undefined || plain === null) return null;
  if (schema.type === "list") return listIn(plain).map((item) => valueOf(item, schema.of));
  if (schema.type === "object") return valuesOf(plain, schema);
  if (schema.type === "map") {
    return Object.fromEntries(Object.entries(objectIn(plain)).map(([key, item]) => [key, valueOf(item, schema.of)]));
  }
  // Of several forms the text is the one that takes them all.
  if (schema.type === "string" || schema.type === "oneOf") return typeof plain === "number" ? String(plain) : textIn(plain);
  return schema.type === "boolean" ? booleanIn(plain) : numberIn(plain);
}

/** Where the attribute stands that a path within an object of the model leads to. */
export function attributePath(fields: Path, schema: ObjectSchema): AttributePath {
  const forms = formsOf(schema);
  const starts = (form: Form) => form.fields.every((field, index) => fields[index] === field);
  // The longest fits: `cpu.limits` is an attribute beside `cpu`.
  const form = forms.filter(starts).sort((left, right) => right.fields.length - left.fields.length)[0];
  if (form === undefined) return [];
  return [form.attribute, ...below(fields.slice(form.fields.length), form.schema)];
}

function below([step, ...rest]: Path, schema: Schema): AttributePath {
  if (step === undefined) return [];
  if (schema.type === "object") return attributePath([step, ...rest], schema);
  if (schema.type === "list" && typeof step === "number") return [step, ...below(rest, schema.of)];
  return schema.type === "map" ? [String(step), ...below(rest, schema.of)] : [];
}
