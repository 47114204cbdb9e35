import { isMap, isScalar, isSeq, type Node } from "yaml";
import { oneOf, show, type Fault } from "../model/tenant/rules/rule";
import type { NumberShape, Shape } from "./shape";

const LONGEST_SHOWN = 120;
const TRUTH: Readonly<Partial<Record<string, boolean>>> = {
  ...{ yes: true, on: true, true: true },
  ...{ no: false, off: false, false: false },
};

/** Whether a node is of the type that a shape says. */
export function fits(node: Node, { type }: Shape): boolean {
  if (isMap(node)) return type === "map" || type === "record";
  if (isSeq(node)) return type === "list";
  if (!isScalar(node)) return false;
  return { string: "text", number: "number", boolean: "flag" }[typeof node.value as string] === type;
}

/** What is said of a value of another type. */
export function typeFault(node: Node, shape: Shape): Fault {
  return {
    message: `${kindOf(node)} stands where ${wanted(shape)} is needed`,
    given: given(node),
    allowed: allowedFor(shape),
    mend: mend(node, shape),
  };
}

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

function given(node: Node): string {
  if (!isScalar(node) || node.value === null) return kindOf(node);
  return typeof node.value === "string" ? show(cut(node.value)) : cut(node.source ?? show(node.value));
}

function kindOf(node: Node): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  const value = isScalar(node) ? node.value : null;
  if (value === null) return "nothing";
  return { string: "a text", number: "a number", boolean: "a truth value" }[typeof value as string] ?? "something else";
}

function wanted(shape: Shape): string {
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

function mend(node: Node, shape: Shape): string {
  if (isScalar(node) && node.value === null) return "give a value, or leave the field out";
  const source = isScalar(node) ? (node.source ?? "") : undefined;
  const types = shape.type === "either" ? shape.of.map(({ type }) => type) : [shape.type];
  if (types.includes("list")) return "write one entry a line, each after a dash";
  if (source === undefined) return "write it in the form that is allowed";
  const truth = TRUTH[source.toLowerCase()];
  if (types.includes("flag") && truth !== undefined) return `write ${show(truth)}`;
  if (types.includes("text")) return `put it in quotes: ${show(cut(source))}`;
  if (types.includes("number") && /^[0-9]+$/.test(source)) return `take the quotes off: ${cut(source)}`;
  return "write it in the form that is allowed";
}
