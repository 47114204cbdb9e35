import { isAlias, isMap, isNode, isScalar, Scalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import type { Fault, Path } from "../model/issue";
import { INVALID } from "../model/schema/invalid";
import { LIMITS } from "./limits";
import * as faults from "./reading-faults";

const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/** Lists that are bounded by the number of tenants. */
const TENANT_LISTS: readonly unknown[] = ["tenants", "children"];

/** A fault of the contents of a file, and its node. */
export interface NodeFault {
  readonly path: Path;
  readonly node: Node;
  readonly fault: Fault;
}

/**
 * Reads the nodes of a file into plain data, within the limits. `INVALID` takes the place of what is faulty; an invalid key
 * is left out.
 */
export class PlainData {
  readonly faults: NodeFault[] = [];
  /** Values that were read, each as often as it was aliased: a measure of the work. */
  values = 0;
  private readonly anchors = new Anchors();
  private tenants = 0;
  private isStopped = false;

  /** Whether a limit was passed, or so many faults were found, that reading on is of no use. */
  get isFull(): boolean {
    return this.isStopped || this.faults.length >= LIMITS.faults;
  }

  read(given: Node, path: Path = []): unknown {
    if (this.isFull) return INVALID;
    this.values += 1;
    if (this.values > LIMITS.values) return this.stop(path, given, "values");
    const node = this.anchors.target(given);
    if (node === undefined) return this.fault(path, given, faults.unknownAlias(isAlias(given) ? given.source : ""));
    if (this.anchors.isOpen(node)) return this.fault(path, given, faults.endlessAlias());
    const tag = isAlias(node) ? undefined : node.tag;
    if (tag !== undefined && !CORE_TAG.test(tag)) return this.fault(path, given, faults.tagFault(tag));
    return this.anchors.within(given, node, () => this.readNode(node, path));
  }

  private readNode(node: Node, path: Path): unknown {
    if (isMap(node)) return this.map(node, path);
    if (isSeq(node)) return this.list(node, path);
    return isScalar(node) ? this.scalar(node, path) : INVALID;
  }

  private scalar(node: Scalar, path: Path): unknown {
    const { value } = node;
    const fault =
      typeof value === "string" ? textFault(value) : typeof value === "number" ? numberFault(value, node) : undefined;
    return fault === undefined ? value : this.fault(path, node, fault);
  }

  private map(node: YAMLMap, path: Path): unknown {
    if (node.items.length > LIMITS.map) return this.fault(path, node, faults.tooMany(LIMITS.map, "entries"));
    const taken = new Set<string>();
    const entries = node.items.flatMap(({ key: keyNode, value }) => {
      // A text with other keys was refused before.
      if (!isScalar(keyNode) || typeof keyNode.value !== "string") return [];
      const key = keyNode.value;
      const fault = faults.keyFault(key, taken.has(key));
      if (fault !== undefined) {
        this.fault([...path, faults.shownKey(key)], keyNode, fault);
        return [];
      }
      taken.add(key);
      return [[key, this.read(isNode(value) ? value : emptyAt(keyNode), [...path, key])] as const];
    });
    return Object.fromEntries(entries);
  }

  private list(node: YAMLSeq, path: Path): unknown {
    const items = node.items.filter(isNode);
    if (TENANT_LISTS.includes(path.at(-1))) {
      this.tenants += items.length;
      if (this.tenants > LIMITS.tenants) return this.stop(path, node, "tenants");
    } else if (items.length > LIMITS.list) return this.fault(path, node, faults.tooMany(LIMITS.list, "entries"));
    return items.map((item, index) => this.read(item, [...path, index]));
  }

  private fault(path: Path, node: Node, fault: Fault): typeof INVALID {
    if (!this.isFull) this.faults.push({ path, node, fault });
    return INVALID;
  }

  /** Ends the reading: there is more than the limit of the same name allows. */
  private stop(path: Path, node: Node, what: "tenants" | "values"): typeof INVALID {
    const counted = what === "tenants" ? what : "values, each counted as often as it is aliased";
    this.fault(path, node, faults.tooMany(LIMITS[what], counted));
    this.isStopped = true;
    return INVALID;
  }
}

function textFault(text: string): Fault | undefined {
  return text.length > LIMITS.text ? faults.longText(text.length) : faults.tokenFault(text);
}

function numberFault(value: number, { source }: Scalar): Fault | undefined {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : faults.inexactNumber(source ?? String(value));
}

/** A key alone, as in `{ cpu }`, has no node for its value. */
function emptyAt(keyNode: Node): Node {
  const empty = new Scalar(null);
  empty.range = keyNode.range ?? null;
  return empty;
}

/** The values of aliases, learnt while the nodes of a file are read from the first to the last. */
class Anchors {
  private readonly named = new Map<string, Node>();
  /** Nodes that are being read: an alias to one of them would never end. */
  private readonly open = new Set<Node>();
  private aliases = 0;

  /** The node itself, or the node of its anchor; `undefined` where no anchor before it has that name. */
  target(given: Node): Node | undefined {
    return isAlias(given) ? this.named.get(given.source) : given;
  }

  isOpen(node: Node): boolean {
    return this.open.has(node);
  }

  /** Does some work on a node or the node of its anchor. */
  within<T>(given: Node, node: Node, work: () => T): T {
    const step = node === given ? 0 : 1;
    // Anchors inside of an alias were learnt at their own place.
    if (this.aliases === 0 && !isAlias(node) && node.anchor !== undefined) this.named.set(node.anchor, node);
    this.open.add(node);
    this.aliases += step;
    const result = work();
    this.aliases -= step;
    this.open.delete(node);
    return result;
  }
}
