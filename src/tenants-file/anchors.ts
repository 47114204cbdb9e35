import { isAlias, type Node } from "yaml";

/** What the aliases of a file stand for, learnt while its nodes are read from the first to the last. */
export class Anchors {
  private readonly named = new Map<string, Node>();
  /** Nodes that are being read: an alias to one of them would never end. */
  private readonly open = new Set<Node>();
  private aliases = 0;

  /** The node itself, or what it stands for; nothing where no anchor before it has that name. */
  target(given: Node): Node | undefined {
    return isAlias(given) ? this.named.get(given.source) : given;
  }

  isOpen(node: Node): boolean {
    return this.open.has(node);
  }

  /** Does some work on what a node stands for. */
  within<T>(given: Node, node: Node, work: () => T): T {
    const step = node === given ? 0 : 1;
    // What is inside an alias was named where it stands.
    if (this.aliases === 0 && !isAlias(node) && node.anchor !== undefined) this.named.set(node.anchor, node);
    this.open.add(node);
    this.aliases += step;
    const result = work();
    this.aliases -= step;
    this.open.delete(node);
    return result;
  }
}
