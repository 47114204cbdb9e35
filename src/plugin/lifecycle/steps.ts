import type { Path } from "../diagnostic";
import type { Attribute, Block, NestedBlock } from "../schema";
import type { Type } from "../types";

/** One step of a path as Terraform tells them apart: attributes, map keys, list indices. */
export type Step = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

/** What stands at the end of the steps taken so far. */
type Position =
  | { readonly kind: "block"; readonly block: Block }
  | { readonly kind: "elements"; readonly nested: NestedBlock; readonly isBlock: boolean }
  | { readonly kind: "value"; readonly type: Type }
  | { readonly kind: "end" };

/**
 * The steps of a path as far as they can be addressed: an element of a set cannot.
 *
 * @param path names and indices as an author writes them
 */
export function stepsOf(block: Block, path: Path): readonly Step[] {
  return takenOf(block, path).map(({ step }) => step);
}

/**
 * The steps for a diagnostic. Terraform shows the place in the source only for blocks, an attribute,
 * or an attribute and one index; the text names what lies deeper.
 */
export function sourceSteps(block: Block, path: Path): readonly Step[] {
  const steps = takenOf(block, path);
  const attribute = steps.findIndex(({ inBlock }) => !inBlock);
  if (attribute === -1) return steps.map(({ step }) => step);
  const next = steps[attribute + 1];
  const end = next !== undefined && !("attribute" in next.step) ? attribute + 2 : attribute + 1;
  return steps.slice(0, end).map(({ step }) => step);
}

interface Taken {
  readonly step: Step;
  /** Whether the step leads to a block, not to an attribute or into its value. */
  readonly inBlock: boolean;
}

function takenOf(block: Block, path: Path): readonly Taken[] {
  const taken: Taken[] = [];
  let position: Position = { kind: "block", block };
  for (const name of path) {
    const next = advance(position, name);
    if (next === undefined) break;
    taken.push({ step: next.step, inBlock: next.inBlock });
    position = next.position;
  }
  return taken;
}

function advance(position: Position, name: string | number): (Taken & { readonly position: Position }) | undefined {
  switch (position.kind) {
    case "block":
      return typeof name === "string" ? intoBlock(position.block, name) : undefined;
    case "elements": {
      const { nested, isBlock } = position;
      const step = elementStep(nested.nesting, name);
      return step && { step, inBlock: isBlock, position: { kind: "block", block: nested.block } };
    }
    case "value":
      return intoValue(position.type, name);
    case "end":
      return undefined;
  }
}

function intoBlock(block: Block, name: string): (Taken & { readonly position: Position }) | undefined {
  const attribute = block.attributes?.[name];
  if (attribute !== undefined) {
    return { step: { attribute: name }, inBlock: false, position: attributePosition(attribute) };
  }
  const nested = block.blocks?.[name];
  return nested && { step: { attribute: name }, inBlock: true, position: nestedPosition(nested, true) };
}

function attributePosition(attribute: Attribute): Position {
  if (!("nested" in attribute)) return { kind: "value", type: attribute.type };
  const { nesting, attributes } = attribute.nested;
  return nestedPosition({ nesting, block: { attributes } }, false);
}

function nestedPosition(nested: NestedBlock, isBlock: boolean): Position {
  const single = nested.nesting === "single" || nested.nesting === "group";
  return single ? { kind: "block", block: nested.block } : { kind: "elements", nested, isBlock };
}

function intoValue(type: Type, name: string | number): (Taken & { readonly position: Position }) | undefined {
  if (typeof type === "string") return undefined;
  if (type[0] === "object") {
    const inner = type[1][name];
    return inner && { step: { attribute: String(name) }, inBlock: false, position: { kind: "value", type: inner } };
  }
  const step = elementStep(type[0], name);
  const inner = type[0] === "tuple" ? type[1][Number(name)] : type[1];
  return step && inner && { step, inBlock: false, position: { kind: "value", type: inner } };
}

function elementStep(kind: string, name: string | number): Step | undefined {
  if (kind === "set") return undefined;
  if (kind === "map") return { key: String(name) };
  return typeof name === "number" ? { index: name } : undefined;
}
