import type { Issue, Path } from "../../model/issue";
import { isRecord, type JsonRecord } from "../../model/json";
import { unknownField } from "../../model/schema/faults";
import type { ObjectSchema, Schema } from "../../model/schema/schema";
import { formsOf, type Form } from "../../model/schema/forms";

/** What an expression says, in the names of the model, and what of it has no place there. */
export interface Literal {
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/**
 * Reads a value that Terraform held against no schema, as the argument of a function is. Values of a wrong type stay as they
 * are: the rules of the model tell them.
 */
export function literalOf(value: unknown, schema: Schema, path: Path): Literal {
  const issues: Issue[] = [];
  return { value: new Reader(issues).read(value, schema, path), issues };
}

class Reader {
  constructor(private readonly issues: Issue[]) {}

  read(value: unknown, schema: Schema, path: Path): unknown {
    if (schema.type === "object" && isRecord(value)) return this.object(value, schema, path);
    if (schema.type === "list" && Array.isArray(value)) {
      return value.map((item, index) => this.read(item, schema.of, [...path, index]));
    }
    if (schema.type === "map" && isRecord(value)) {
      const entries = Object.entries(value).map(([key, item]) => [key, this.read(item, schema.of, [...path, key])]);
      return Object.fromEntries(entries) as JsonRecord;
    }
    // Where Terraform knows the type it turns numbers into text itself.
    return schema.type === "string" && typeof value === "number" ? String(value) : value;
  }

  private object(value: JsonRecord, schema: ObjectSchema, path: Path): JsonRecord {
    const forms = formsOf(schema);
    const spec: Record<string, unknown> = {};
    for (const [attribute, item] of Object.entries(value)) {
      const at = [...path, attribute];
      const form = forms.find((one) => one.attribute === attribute);
      if (form === undefined) this.unknown(attribute, forms, at);
      else if (form.excludes.some((other) => other in value)) this.doubled(form, at);
      else put(spec, form.fields, this.read(item, form.schema, at));
    }
    return spec;
  }

  private unknown(attribute: string, forms: readonly Form[], path: Path): void {
    const known = forms.map((form) => form.attribute);
    this.issues.push({ path, ...unknownField(attribute, known) });
  }

  /** Told of the whole and of its parts: of each of the two. */
  private doubled({ attribute, excludes }: Form, path: Path): void {
    this.issues.push({
      path,
      code: "wrong-type",
      message: "an amount is given twice",
      received: [attribute, ...excludes].join(", "),
      expected: "the whole, or its parts",
      hint: `remove \`${attribute}\`, or ${excludes.map((name) => `\`${name}\``).join(" and ")}`,
    });
  }
}

function put(spec: Record<string, unknown>, [field = "", part]: readonly string[], value: unknown): void {
  if (part === undefined) spec[field] = value;
  else spec[field] = { ...(isRecord(spec[field]) ? spec[field] : {}), [part]: value };
}
