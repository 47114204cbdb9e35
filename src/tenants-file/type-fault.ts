import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { Shape } from "../model/schema/schema";
import { allowedFor, cut, wanted } from "../model/schema/messages";
import { show, type Fault } from "../model/tenant/rules/rule";

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
  return { ...fileFault(node, shape), given: given(node), mend: mend(node, shape) };
}

/** What is said of a whole file of another type: nothing of what it holds, for it may be any file. */
export function fileFault(node: Node, shape: Shape): Fault {
  return {
    message: `${kindOf(node)} stands where ${wanted(shape)} is needed`,
    given: kindOf(node),
    allowed: allowedFor(shape),
    mend: "write it in the form that is allowed",
  };
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
