import { existsSync, readFileSync } from "node:fs";
import type { ClusterFacts } from "../model/platform/cluster-facts";
import { recordOf } from "../model/record";
import { UsageError } from "./command";

/**
 * The facts as they are written into a file that may be there: what was found in the cluster takes the place of what
 * was found before, and every other field stays, for it was written by hand.
 *
 * @throws UsageError where the file holds something else, which would be lost
 */
export function withHandWritten(path: string, facts: ClusterFacts): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return { ...facts };
  const kept = Object.entries(factsIn(path)).filter(([field]) => !(field in facts));
  return { ...facts, ...Object.fromEntries(kept) };
}

function factsIn(path: string): Readonly<Record<string, unknown>> {
  const before = recordOf(parsed(readFileSync(path, "utf8")));
  if (before.formatVersion === 1) return before;
  throw new UsageError(
    `${path} is there and holds no facts of a cluster (an object with formatVersion 1); ` +
      "give another --output, or move the file away: nothing was written",
  );
}

/** What is no JSON is nothing that could be kept. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
