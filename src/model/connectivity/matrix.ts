import { DENY, summarise } from "./cell";
import type { Cell } from "./cell";
import { groupWorld } from "./groups";
import type { MatrixGroup, MatrixOptions } from "./groups";
import { parsePolicies } from "./parse-policy";
import { isClosed, outcomesBetween, sidesOf } from "./sides";
import type { World } from "./world";

/** Who reaches whom, for every pair of groups. */
export interface ConnectivityMatrix {
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
 * @throws SpecError for policies that an API server would refuse; RangeError for a world that does not fit together
 */
export function connectivityMatrix(world: World, options: MatrixOptions = {}): ConnectivityMatrix {
  const grouping = groupWorld(world, options);
  const policies = parsePolicies(world.policies);
  const sides = sidesOf(world, { grouping, policies, classifiers: policies });
  return {
    groups: grouping.columns.map(({ group }) => group),
    cells: sides.map((from) =>
      sides.map((to) => (isClosed(from, to) ? DENY : summarise(outcomesBetween(from, to), to.column.expected))),
    ),
  };
}
