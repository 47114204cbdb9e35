import { isList, isRecord, type Attribute, type Block, type NestedBlock, type Type, type Value } from "../../plugin";

/** The type of a block's values: blocks become lists, sets and objects of objects. */
export function typeOfBlock(block: Block): Type {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, item]) => [name, typeOfAttribute(item)]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, item]) => [name, typeOfNested(item)]);
  return ["object", Object.fromEntries([...attributes, ...blocks]) as Record<string, Type>];
}

/** @throws Error for a nested attribute: the old SDK has none */
export function typeOfAttribute(attribute: Attribute): Type {
  if ("type" in attribute) return attribute.type;
  throw new Error("a schema of the old SDK has no nested attributes");
}

function typeOfNested({ nesting, block }: NestedBlock): Type {
  const inner = typeOfBlock(block);
  return nesting === "list" || nesting === "set" ? [nesting, inner] : inner;
}

/** The value with every set in one order, so that equal sets are equal arrays. */
export function inSetOrder(type: Type, value: Value): Value {
  if (typeof type === "string") return value;
  const [kind, inner] = type;
  if (kind === "set" && isList(value)) {
    return value.map((item) => inSetOrder(inner, item)).sort(byText);
  }
  if (kind === "list" && isList(value)) return value.map((item) => inSetOrder(inner, item));
  if (kind !== "object" || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, inSetOrder(inner[name] ?? "dynamic", item)]),
  );
}

function byText(a: Value, b: Value): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
