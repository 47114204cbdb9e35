import type { Node } from "yaml";
import type { Issue } from "../model/issue";
import type { Fault } from "../model/tenant/rules/rule";
import type { FileIssue, Position } from "./file-issue";
import { LIMITS } from "./limits";

/** Where a tenant stands: its path, and its node. */
export interface Place {
  readonly path: string;
  readonly node: Node;
}

/** What was noted while a file was read: faults, and where what was read came from. */
export class Notes {
  readonly issues: FileIssue[] = [];
  /** Of each tenant that was read. */
  readonly places = new Map<object, Place>();
  private readonly faulty = new Set<string>();
  /** Every path above a faulty one. */
  private readonly above = new Set<string>();
  /** Of each list that lost faulty entries: which ones are left. */
  private readonly kept = new Map<string, readonly number[]>();

  constructor(
    private readonly file: string,
    private readonly positionOf: (offset: number) => Position,
  ) {}

  private isStopped = false;
  private hasFaultyPeers = false;

  /** Whether a limit was passed, or so many faults were found, that reading on is of no use. */
  get isFull(): boolean {
    return this.isStopped || this.issues.length >= LIMITS.faults;
  }

  /** Notes that a limit was passed. */
  stop(path: string, node: Node, fault: Fault): void {
    this.add(path, node, fault);
    this.isStopped = true;
  }

  /** @param path - empty for the file as a whole */
  add(path: string, node: Node, fault: Fault): void {
    this.faulty.add(path);
    this.hasFaultyPeers ||= /\.network(\.peers|$)/.test(path);
    for (const prefix of prefixesOf(path).slice(0, -1)) this.above.add(prefix);
    this.addAt(path === "" ? "file" : path, this.positionOfNode(node), fault);
  }

  addAt(path: string, position: Position, fault: Fault): void {
    if (!this.isFull) this.issues.push({ ...{ path, ...fault }, file: this.file, ...position });
  }

  positionOfNode(node: Node): Position {
    return this.positionOf(node.range?.[0] ?? 0);
  }

  keep(path: string, indexes: readonly number[]): void {
    this.kept.set(path, indexes);
  }

  /** The issue with the numbers that list entries have in the file. */
  asInFile(issue: Issue): Issue {
    let { path } = issue;
    for (const at of issue.path.matchAll(/\[(\d+)\]/g)) {
      const list = path.slice(0, at.index);
      const index = this.kept.get(list)?.[Number(at[1])];
      if (index !== undefined) path = `${list}[${index}]${issue.path.slice(at.index + at[0].length)}`;
    }
    return path === issue.path ? issue : { ...issue, path };
  }

  /** Whether a rule only stumbled over what was left out as faulty: there, above it, or below it. */
  isFollowUp(path: string): boolean {
    // A way between tenants that was left out is missed by the other side.
    if (this.hasFaultyPeers && path.includes(".network.peers[")) return true;
    if (this.above.has(path) || prefixesOf(path).some((prefix) => this.faulty.has(prefix))) return true;
    const [, tenant = "", field = ""] = /^([^.]*)\.quota\.([^.[]+)/.exec(path) ?? [];
    // What a tenant takes cannot be judged while its share, or the amount of an ancestor, is faulty.
    const line = [...tenant.matchAll(/\/|$/g)].map(({ index }) => `${tenant.slice(0, index)}.quota`);
    return line.some(
      (quota) =>
        [quota, `${quota}.share`, `${quota}.${field}`].some((amount) => this.faulty.has(amount)) ||
        this.above.has(`${quota}.${field}`),
    );
  }
}

/** The path itself and every path above it. */
function prefixesOf(path: string): readonly string[] {
  return [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index)).concat(path);
}
