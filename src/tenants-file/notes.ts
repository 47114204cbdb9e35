import type { Node } from "yaml";
import type { Issue } from "../model/issue";
import type { Fault } from "../model/tenant/rules/rule";
import type { FileIssue, Position } from "./file-issue";
import { FaultyPaths } from "../model/tenant/rules/faulty-paths";
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
  private readonly faulty = new FaultyPaths();

  constructor(
    private readonly file: string,
    private readonly positionOf: (offset: number) => Position,
  ) {}

  private isStopped = false;

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
    this.blame(path);
    this.addAt(path === "" ? "file" : path, this.positionOfNode(node), fault);
  }

  /** Notes that a path is faulty, of which some other path tells. */
  blame(path: string): void {
    this.faulty.add(path);
  }

  addAt(path: string, position: Position, fault: Fault): void {
    if (!this.isFull) this.issues.push({ ...{ path, ...fault }, file: this.file, ...position });
  }

  positionOfNode(node: Node): Position {
    return this.positionOf(node.range?.[0] ?? 0);
  }

  keep(path: string, indexes: readonly number[]): void {
    this.faulty.keep(path, indexes);
  }

  /** The issue with the numbers that list entries have in the file. */
  asInFile(issue: Issue): Issue {
    return this.faulty.asGiven(issue);
  }

  /** Whether a rule only stumbled over what was left out as faulty. */
  isFollowUp(path: string): boolean {
    return this.faulty.isFollowUp(path);
  }
}
