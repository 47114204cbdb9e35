import { isRecord } from "../model/json";

/** A place in an object whose value differs. */
export interface LeafMove {
  /** Names and indexes, joined as in `spec.limits[0].max.cpu`. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** The places in which two values differ, sorted by path. A missing value and an empty one are the same. */
export function leafMoves(before: unknown, after: unknown): readonly LeafMove[] {
  const [former, next] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...former.keys(), ...next.keys()])].sort();
  return paths
    .map((path) => ({ path, before: former.get(path), after: next.get(path) }))
    .filter((move) => move.before !== move.after)
    .map(({ path, before: from, after: to }) => ({
      path,
      ...(from === undefined ? {} : { before: from }),
      ...(to === undefined ? {} : { after: to }),
    }));
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(value, "", found);
  return found;
}

function collect(value: unknown, path: string, found: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      const known = found.size;
      collect(item, `${path}[${String(index)}]`, found);
      // An empty selector or rule means all, where none means nothing.
      if (found.size === known) found.set(`${path}[${String(index)}]`, "{}");
    });
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, path === "" ? key : `${path}.${key}`, found);
  } else {
    found.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
}
