import { oneOf, show } from "../issue";
import type { NumberSchema, Schema } from "./schema";

const LONGEST_SHOWN = 120;

/** What a schema expects, in words. */
export function expectedOf(schema: Schema): string {
  switch (schema.type) {
    case "oneOf":
      return schema.of.map(expectedOf).join(", or ");
    case "string":
      return schema.hint?.choices === undefined ? `a string such as ${show(schema.example)}` : oneOf(schema.hint.choices);
    case "number":
      return schema.only === undefined ? numbers(schema) : show(schema.only);
    case "boolean":
      return "true or false";
    case "list":
      return `a list, each entry ${expectedOf(schema.of)}`;
    case "map":
      return `a map, each value ${expectedOf(schema.of)}`;
    case "object":
      return `a map of ${Object.keys(schema.fields).join(", ")}`;
  }
}

function numbers({ hint }: NumberSchema): string {
  const kind = hint?.fractions === true ? "a number" : "a whole number";
  if (hint?.most !== undefined) return `${kind}, ${hint.least ?? 0}–${hint.most}`;
  return hint?.least === undefined ? kind : `${kind}, ${hint.least} or more`;
}

/** The start of a text, short enough for one line. */
export function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** The type that a schema asks for, in words. */
export function typeOf(schema: Schema): string {
  if (schema.type === "oneOf") return schema.of.map(typeOf).join(" or ");
  return schema.type === "object" ? "a map" : `a ${schema.type}`;
}
