import { isDeferred } from "./invalid";

/**
 * What plain data may be: the reader checks it against a schema, and the published JSON Schema is made from it. A schema
 * gives the type of a value; whether the value is valid is decided by the rules of the model, so that each rule exists
 * once. The `hint` goes into the JSON Schema alone, where it helps an editor.
 */
export type Schema = StringSchema | NumberSchema | BooleanSchema | ListSchema | MapSchema | ObjectSchema | OneOfSchema;

export interface StringSchema {
  readonly type: "string";
  /** Shown where another type was given. */
  readonly example: string;
  readonly hint?: { readonly choices?: readonly string[]; readonly pattern?: string; readonly longest?: number };
  /** Whether it may have line breaks, such as a key in PEM. @default - it is one line */
  readonly lines?: true;
}

export interface NumberSchema {
  readonly type: "number";
  readonly hint?: { readonly least?: number; readonly most?: number; readonly fractions?: true };
  /** The one number that is allowed: a version; the reader checks it. */
  readonly only?: number;
}

export interface BooleanSchema {
  readonly type: "boolean";
  /** The one value that says something; the rules of the model check it. */
  readonly only?: true;
}

export interface ListSchema {
  readonly type: "list";
  readonly of: Schema;
  readonly hint?: { readonly least?: number };
}

/** A map with keys that the author chooses, all with values of one schema. */
export interface MapSchema {
  readonly type: "map";
  readonly of: Schema;
}

/** A map with known keys. */
export interface ObjectSchema {
  readonly type: "object";
  /** Name of the interface that says the same in TypeScript; its comments become the descriptions. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Schema | (() => Schema)>>;
  readonly required: readonly string[];
  /** Exactly one of these must be given. */
  readonly exactlyOne?: readonly string[];
  /** At least one of these groups of fields must be given, and each as a whole: the rules of the model check it. */
  readonly together?: readonly (readonly string[])[];
}

/** One of several; the type of what was given decides which. */
export interface OneOfSchema {
  readonly type: "oneOf";
  readonly of: readonly Schema[];
}

export function string(example: string, hint?: StringSchema["hint"]): StringSchema {
  return { type: "string", example, hint };
}

/** A string of several lines. */
export function lines(example: string): StringSchema {
  return { type: "string", example, lines: true };
}

/** A string out of a few. */
export function choice(choices: readonly string[]): StringSchema {
  return string(choices[0] ?? "", { choices });
}

export function number(hint?: NumberSchema["hint"]): NumberSchema {
  return { type: "number", hint };
}

export const BOOLEAN: BooleanSchema = { type: "boolean" };

export function list(of: Schema, least?: number): ListSchema {
  return { type: "list", of, ...(least === undefined ? {} : { hint: { least } }) };
}

export function map(of: Schema): MapSchema {
  return { type: "map", of };
}

export function object(
  name: string,
  required: readonly string[],
  fields: ObjectSchema["fields"],
  exactlyOne?: readonly string[],
): ObjectSchema {
  return { type: "object", name, required, fields, ...(exactlyOne === undefined ? {} : { exactlyOne }) };
}

export function anyOf(...of: readonly Schema[]): OneOfSchema {
  return { type: "oneOf", of };
}

/** The schema of a field; recursive ones are given as functions. */
export function schemaOf(field: Schema | (() => Schema)): Schema {
  return typeof field === "function" ? field() : field;
}

/** The schema of a field of an object; `undefined` where it has no such field. */
export function fieldOf({ fields }: ObjectSchema, key: string): Schema | undefined {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return field && schemaOf(field);
}

/** The choice of a `oneOf` that has the type of a value; `undefined` where none has. */
export function fittingSchema(value: unknown, schema: Schema): Exclude<Schema, OneOfSchema> | undefined {
  const choices = schema.type === "oneOf" ? schema.of : [schema];
  return choices.find((one): one is Exclude<Schema, OneOfSchema> => isOfType(value, one.type));
}

/** Dates, maps, sets and their like keep what they hold elsewhere than in fields. */
function isPlain(value: object | null): boolean {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function isOfType(value: unknown, type: Schema["type"]): boolean {
  if (Array.isArray(value)) return type === "list";
  if (isDeferred(value)) return false;
  if (typeof value === "object") return isPlain(value) && (type === "map" || type === "object");
  return typeof value === type;
}
