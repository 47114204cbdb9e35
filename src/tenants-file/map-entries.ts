import { isNode, isScalar, Scalar, type Node, type YAMLMap } from "yaml";
import { hasInvisible } from "../model/printable";
import { show } from "../model/tenant/rules/rule";
import type { Notes } from "./notes";
import { dangerousKey, doubleKey, tokenFault, unprintableKey } from "./reading-faults";
import { cut } from "../model/schema/messages";

export interface MapEntry {
  readonly key: string;
  readonly path: string;
  readonly keyNode: Node;
  readonly valueNode: Node;
}

/** The entries of a map whose keys can be used; the others are noted as faults. */
export function mapEntries(map: YAMLMap, path: string, notes: Notes): readonly MapEntry[] {
  const lines = new Map<string, number>();
  return map.items.flatMap((pair) => {
    // The text was read with keys that are texts, or not at all.
    if (!isScalar(pair.key) || typeof pair.key.value !== "string") return [];
    const { key: keyNode } = pair;
    const key = pair.key.value;
    const shown = isPlain(key) ? key : show(cut(key));
    const at = path === "" ? shown : `${path}.${shown}`;
    const fault = keyFault(key, lines.get(key));
    if (fault !== undefined) {
      notes.add(at, keyNode, fault);
      return [];
    }
    lines.set(key, notes.positionOfNode(keyNode).line);
    return [{ key, path: at, keyNode, valueNode: isNode(pair.value) ? pair.value : emptyAt(keyNode) }];
  });
}

function keyFault(key: string, line: number | undefined) {
  if (!isPlain(key)) return unprintableKey(key);
  if (key in Object.prototype || key === "prototype") return dangerousKey(key);
  return tokenFault(key) ?? (line === undefined ? undefined : doubleKey(key, line));
}

/** Keys stand in paths, and a path must fit on a line. */
function isPlain(key: string): boolean {
  return key.length <= LONGEST_KEY && !hasInvisible(key);
}

/** The longest that means anything is a name of Kubernetes with its domain. */
const LONGEST_KEY = 320;

/** A key alone, as in `{ cpu }`, has no node for its value. */
function emptyAt(keyNode: Node): Node {
  const empty = new Scalar(null);
  empty.range = keyNode.range ?? null;
  return empty;
}
