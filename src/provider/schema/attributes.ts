import { conflicts, type Attribute, type Rule, type Type } from "../../plugin";
import type { ListSchema, MapSchema, ObjectSchema, Schema } from "../../model/schema/schema";
import { formsOf, type Form } from "../../model/schema/forms";

/** What users read of an attribute, by the interface of the model and its field: `QuotaSpec.cpu`. */
export type Descriptions = Readonly<Record<string, string>>;

/** The attributes of an object of the model, all but the required ones optional. */
export function attributesOf(
  schema: ObjectSchema,
  descriptions: Descriptions,
): Readonly<Record<string, Attribute>> {
  const entries = formsOf(schema).map((form) => [
    form.attribute,
    {
      ...typeOf(form.schema, descriptions),
      ...(form.required ? { required: true } : { optional: true }),
      description: descriptionOf(schema, form, descriptions),
    },
  ]);
  // Each entry is one of the kinds of attributes; the compiler does not see it through the spread.
  return Object.fromEntries(entries) as Readonly<Record<string, Attribute>>;
}

/** Attributes of an object that exclude each other. */
export function rulesOf(schema: ObjectSchema): readonly Rule[] {
  return formsOf(schema).flatMap(({ attribute, fields, excludes }) =>
    fields.length > 1 ? excludes.map((whole) => conflicts(whole, attribute)) : [],
  );
}

function descriptionOf({ name }: ObjectSchema, { fields }: Form, descriptions: Descriptions): string | undefined {
  const [field = "", part] = fields;
  const text = descriptions[`${name}.${field}`];
  return part === undefined || text === undefined ? text : `${text} The ${part} alone.`;
}

/** The type of an attribute; of an object, its own attributes. */
function typeOf(schema: Schema, descriptions: Descriptions) {
  switch (schema.type) {
    case "object":
      return { nested: { nesting: "single" as const, ...insideOf(schema, descriptions) } };
    case "list":
      return collectionOf("list", schema, descriptions);
    case "map":
      return collectionOf("map", schema, descriptions);
    case "number":
      return { type: "number" as const, as: schema.hint?.fractions === true ? ("float" as const) : ("int" as const) };
    case "boolean":
      return { type: "bool" as const };
    default:
      return { type: "string" as const };
  }
}

function collectionOf(nesting: "list" | "map", { of }: ListSchema | MapSchema, descriptions: Descriptions) {
  if (of.type === "object") return { nested: { nesting, ...insideOf(of, descriptions) } };
  return { type: [nesting, elementOf(of)] as const };
}

function insideOf(schema: ObjectSchema, descriptions: Descriptions) {
  return { attributes: attributesOf(schema, descriptions), rules: rulesOf(schema) };
}

/** Of several forms the text is the one that takes them all. */
function elementOf({ type }: Schema): Type {
  if (type === "number") return "number";
  return type === "boolean" ? "bool" : "string";
}
