import { isMap, isNode, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Path } from "../model/issue";

/**
 * The node that a path leads to, or the deepest one on the way. The value of an alias is elsewhere in the file: the alias
 * itself is the place where it is used.
 * @param part - whether to find the value of the last key, or the key
 */
export function locate(start: Node, path: Path, part: "key" | "value"): Node {
  const [step, ...rest] = path;
  if (step === undefined) return start;
  if (isSeq(start)) {
    const item = typeof step === "number" ? start.items[step] : undefined;
    return isNode(item) ? locate(item, rest, part) : start;
  }
  const pair = isMap(start) ? start.items.find(({ key }) => keyOf(key) === step) : undefined;
  if (pair === undefined) return start;
  return rest.length === 0 && part === "key" ? keyNode(pair, start) : locate(valueNode(pair, start), rest, part);
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : undefined;
}

function keyNode({ key }: Pair, start: Node): Node {
  return isNode(key) ? key : start;
}

/** A key alone has no node for its value. */
function valueNode(pair: Pair, start: Node): Node {
  return isNode(pair.value) ? pair.value : keyNode(pair, start);
}
