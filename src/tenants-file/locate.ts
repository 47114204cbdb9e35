import { isMap, isNode, isScalar, isSeq, type Node } from "yaml";

/** The node that a path such as `.quota.cpu` or `.network.expose[0].ports` leads to, or the deepest one on the way. */
export function locate(start: Node, path: string): Node {
  let node = start;
  let rest = path;
  while (rest !== "") {
    const step = isSeq(node) ? intoList(node.items, rest) : intoMap(node, rest);
    if (step === undefined) return node;
    node = step.node;
    rest = step.rest;
  }
  return node;
}

interface Step {
  readonly node: Node;
  readonly rest: string;
}

function intoList(items: readonly unknown[], path: string): Step | undefined {
  const index = /^\[(\d+)\]/.exec(path);
  const node = items[Number(index?.[1] ?? -1)];
  return index !== null && isNode(node) ? { node, rest: path.slice(index[0].length) } : undefined;
}

/** Keys may hold dots (`nvidia.com/gpu`), so the longest key that fits is the one. */
function intoMap(node: Node, path: string): Step | undefined {
  if (!isMap(node) || !path.startsWith(".")) return undefined;
  const steps = node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    const after = path.slice(1 + name.length);
    const leads = name !== "" && path.startsWith(name, 1) && /^(?:$|[.[])/.test(after);
    return leads && isNode(value) ? [{ node: value, rest: after }] : [];
  });
  return steps.sort((left, right) => left.rest.length - right.rest.length)[0];
}
