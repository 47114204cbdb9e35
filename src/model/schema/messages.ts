import { oneOf, show } from "../tenant/rules/rule";
import type { NumberShape, Shape } from "./schema";

const LONGEST_SHOWN = 120;

/** What a shape allows, in words. */
export function allowedFor(shape: Shape): string {
  switch (shape.type) {
    case "either":
      return shape.of.map(allowedFor).join(", or ");
    case "text":
      return shape.hint?.choices === undefined ? `a text such as ${show(shape.example)}` : oneOf(shape.hint.choices);
    case "number":
      return shape.only === undefined ? numbers(shape) : show(shape.only);
    case "flag":
      return "true or false";
    case "list":
      return shape.named === true ? "a list of tenants" : `a list, each entry ${allowedFor(shape.of)}`;
    case "map":
      return `a map, each value ${allowedFor(shape.of)}`;
    case "record":
      return `a map of ${Object.keys(shape.fields).join(", ")}`;
  }
}

function numbers({ hint }: NumberShape): string {
  const kind = hint?.fractions === true ? "a number" : "a whole number";
  if (hint?.most !== undefined) return `${kind}, ${hint.least ?? 0}–${hint.most}`;
  return hint?.least === undefined ? kind : `${kind}, ${hint.least} or more`;
}

/** So much of a text that a line can hold it. */
export function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** The type that a shape asks for, in words. */
export function wanted(shape: Shape): string {
  if (shape.type === "either") return shape.of.map(wanted).join(" or ");
  const names = {
    text: "a text",
    number: "a number",
    flag: "a truth value",
    list: "a list",
    map: "a map",
    record: "a map",
  };
  return names[shape.type];
}
