import { assertSnapshot } from "./check-input";
import { DENY, summarise, summariseOwn, type Cell } from "./cell";
import { cellsOf, readSnapshot } from "./evaluation";
import { groupSnapshot, type MatrixGroup, type MatrixOptions } from "./groups";
import { isClosed, outcomesBetween } from "./sides";
import { NO_LIMITS } from "./work";
import type { ClusterSnapshot } from "./snapshot";

/** Who reaches whom, for every pair of groups. */
export interface ConnectivityMatrix {
  /** The rows, which are the columns too, in their order. */
  readonly groups: readonly MatrixGroup[];
  /**
   * `cells[from][to]`, by the indexes of `groups`. `null` where there is nothing to judge: between two places outside
   * the cluster, and for a group without pods.
   */
  readonly cells: readonly (readonly (Cell | null)[])[];
}

/**
 * Judges every pair of groups exactly: all ports of all protocols, all addresses of a place. Pods that no policy tells
 * apart are judged once, and a pod against another one of its own kind, so that a group of one pod has an answer too.
 * @throws SpecError for policies that an API server would refuse, and with every value and field that is none of a snapshot;
 * RangeError for a snapshot that does not fit together
 */
export function connectivityMatrix(snapshot: ClusterSnapshot, options: MatrixOptions = {}): ConnectivityMatrix {
  assertSnapshot(snapshot);
  const grouping = groupSnapshot(snapshot, options);
  const cells = cellsOf({
    grouping,
    snapshots: [readSnapshot(snapshot)],
    limits: options.limits ?? NO_LIMITS,
    judge: ([pair]) => {
      if (pair === undefined) return null;
      const [from, to] = pair;
      if (isClosed(from, to)) return DENY;
      const sumUp = from.index === to.index ? summariseOwn : summarise;
      return sumUp(outcomesBetween(from, to), to.column.expected);
    },
  });
  return { groups: grouping.columns.map(({ group }) => group), cells };
}

/** The pairs of groups that took more steps than `limits` allows, as the names of both. */
export function unjudgedPairs({ groups, cells }: ConnectivityMatrix): readonly (readonly [from: string, to: string])[] {
  return cells.flatMap((row, from) =>
    row.flatMap((cell, to) =>
      cell?.verdict === "unknown" ? [[groups[from]?.name ?? "", groups[to]?.name ?? ""] as const] : [],
    ),
  );
}
