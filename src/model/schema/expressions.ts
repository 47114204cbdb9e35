import { hasTemplate } from "../terraform-text";
import { fieldOf, fittingSchema, type Schema } from "./schema";

/** A number that only Terraform will know. It reads as its expression wherever it is shown. */
class UnknownNumber {
  constructor(private readonly expression: string) {}

  resolve(): string {
    return this.expression;
  }

  toString(): string {
    return this.expression;
  }

  toJSON(): string {
    return this.expression;
  }
}

/**
 * Plain data whose texts are as Terraform reads them, with the expressions that stand for numbers marked as such: they are
 * texts of the wrong type otherwise.
 * @param made - is given each of them
 */
export function withUnknownNumbers(value: unknown, schema: Schema, made: Set<unknown>): unknown {
  if (typeof value === "string") return isUnknownNumber(value, schema) ? noted(new UnknownNumber(value), made) : value;
  const fitting = fittingSchema(value, schema);
  if (fitting?.type === "list" && Array.isArray(value)) {
    return value.map((entry) => withUnknownNumbers(entry, fitting.of, made));
  }
  if (fitting?.type !== "object" && fitting?.type !== "map") return value;
  const entries = Object.entries(value ?? {}).map(([key, item]: [string, unknown]) => {
    const field = fitting.type === "map" ? fitting.of : fieldOf(fitting, key);
    return [key, field === undefined ? item : withUnknownNumbers(item, field, made)] as const;
  });
  return Object.fromEntries(entries);
}

/** Where a text is expected, too, it is one. */
function isUnknownNumber(text: string, schema: Schema): boolean {
  const choices = schema.type === "oneOf" ? schema.of : [schema];
  return hasTemplate(text) && choices.some(({ type }) => type === "number") && fittingSchema(text, schema) === undefined;
}

function noted<Value>(value: Value, made: Set<unknown>): Value {
  made.add(value);
  return value;
}
