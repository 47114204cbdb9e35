import { isRecord, type JsonRecord } from "../json";
import { attributeName } from "./attribute-name";
import { isDeferred } from "./invalid";
import { schemaOf, type ObjectSchema, type Schema } from "./schema";

/** One attribute of Terraform, and the part of a field of the model that it stands for. */
export interface Form {
  /** Name of the attribute, e.g. `cpu_limits`. */
  readonly attribute: string;
  /** Fields from the object down to the part, e.g. `["cpu", "limits"]`. */
  readonly fields: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
  /** Attributes that say the same in another way, of which this one excludes each. */
  readonly excludes: readonly string[];
}

/**
 * The attributes of an object of the model. Terraform's types have no alternatives: an amount that is one text or two of them is
 * three attributes, `cpu` or `cpu_requests` and `cpu_limits`.
 */
export function formsOf({ fields, required }: ObjectSchema): readonly Form[] {
  return Object.entries(fields).flatMap(([field, given]) =>
    formsOfField(field, schemaOf(given), required.includes(field)),
  );
}

function formsOfField(field: string, schema: Schema, required: boolean): readonly Form[] {
  const whole = { attribute: attributeName(field), fields: [field], excludes: [] };
  if (schema.type !== "oneOf") return [{ ...whole, schema, required }];
  const parts = schema.of.find((one) => one.type === "object");
  const single = schema.of.find((one) => one.type === "string") ?? schema;
  if (parts === undefined) return [{ ...whole, schema: single, required }];
  const inner = Object.entries(parts.fields).map(([part, of]): Form => {
    const attribute = `${whole.attribute}_${attributeName(part)}`;
    return { attribute, fields: [field, part], schema: schemaOf(of), required: false, excludes: [whole.attribute] };
  });
  return [{ ...whole, schema: single, required: false, excludes: inner.map(({ attribute }) => attribute) }, ...inner];
}

/** What an object of the model says in one of its attributes: of an amount in two parts the whole has none, and the reverse. */
export function partOf(given: JsonRecord, { fields: [field = "", part], excludes }: Form): unknown {
  const whole = given[field];
  const parts = excludes.length > 0 && isRecord(whole) && !isDeferred(whole) ? whole : undefined;
  if (part !== undefined) return parts?.[part];
  return parts === undefined ? whole : undefined;
}
