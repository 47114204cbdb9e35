import type { Issue } from "../../issue";

/** Which paths of tenants are faulty already, so that a rule which only stumbles over one of them is not told too. */
export class FaultyPaths {
  /** Of each list that lost faulty entries: which ones are left. */
  private readonly kept = new Map<string, readonly number[]>();
  private readonly faulty = new Set<string>();
  /** Every path above a faulty one. */
  private readonly above = new Set<string>();
  private hasFaultyPeers = false;

  /** @param path - empty for all there is */
  add(path: string): void {
    this.faulty.add(path);
    this.hasFaultyPeers ||= /\.network(\.peers|$)/.test(path);
    for (const prefix of prefixesOf(path).slice(0, -1)) this.above.add(prefix);
  }

  keep(list: string, indexes: readonly number[]): void {
    this.kept.set(list, indexes);
  }

  /** The issue with the numbers that list entries had before faulty ones were left out. */
  asGiven(issue: Issue): Issue {
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
