import type { AddressSet } from "./address";
import { DENY, summarise } from "./cell";
import type { Cell, Outcome } from "./cell";
import { namespaceIndex } from "./endpoint";
import { groupByNamespace } from "./evaluate";
import { groupWorld } from "./groups";
import type { Column, Grouping, MatrixGroup, MatrixOptions } from "./groups";
import { parsePolicies } from "./parse-policy";
import { classifyPods } from "./pod-class";
import type { PodClass } from "./pod-class";
import { PodIndex } from "./pod-index";
import { intersection } from "./range-set";
import { Reach } from "./reach";
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

/** What one class of pods may do in both directions. */
interface ClassReach {
  readonly podClass: PodClass;
  readonly egress: Reach;
  readonly ingress: Reach;
}

/**
 * Judges every pair of groups exactly: all ports of all protocols, all addresses of a place. Pods that no policy tells
 * apart are judged once, and a pod against another one of its own kind, so that a group of one pod has an answer too.
 * @throws SpecError for policies that an API server would refuse; RangeError for a world that does not fit together
 */
export function connectivityMatrix(world: World, options: MatrixOptions = {}): ConnectivityMatrix {
  const { columns, columnOf } = groupWorld(world, options);
  const members = columns.map((): ClassReach[] => []);
  for (const reach of classReaches(world, columnOf)) members[reach.podClass.group]?.push(reach);
  const sides = columns.map((column, index): Side => ({ index, column, members: members[index] ?? [] }));
  return {
    groups: columns.map(({ group }) => group),
    cells: sides.map((from) => sides.map((to) => judge(from, to))),
  };
}

/** A row or column with its members. */
interface Side {
  readonly index: number;
  readonly column: Column;
  readonly members: readonly ClassReach[];
}

function classReaches(world: World, columnOf: Grouping["columnOf"]): readonly ClassReach[] {
  const policies = parsePolicies(world.policies);
  const byNamespace = groupByNamespace(policies);
  const classes = classifyPods(world, policies, columnOf);
  const index = new PodIndex(namespaceIndex(world), classes);
  return classes.map((podClass) => {
    const own = byNamespace.get(podClass.endpoint.pod.namespace) ?? [];
    return {
      podClass,
      egress: new Reach(podClass, "egress", own, index),
      ingress: new Reach(podClass, "ingress", own, index),
    };
  });
}

function judge(from: Side, to: Side): Cell | null {
  const { expected } = to.column;
  const [source, destination] = [from.column.addresses, to.column.addresses];
  if (source === undefined) {
    return destination === undefined ? judgePods(from, to) : summarise(leaving(from, destination), expected);
  }
  return destination === undefined ? summarise(entering(source, to), expected) : null;
}

/** A place outside never refuses, so that the side inside decides alone. */
function leaving({ members }: Side, place: AddressSet): readonly Outcome[] {
  return members.flatMap(({ podClass, egress }) =>
    egress.toAddresses(place).map(({ addresses, ports }) => ({ from: podClass, to: addresses, ports })),
  );
}

function entering(place: AddressSet, { members }: Side): readonly Outcome[] {
  return members.flatMap(({ podClass, ingress }) =>
    ingress.toAddresses(place).map(({ addresses, ports }) => ({ from: addresses, to: podClass, ports })),
  );
}

function judgePods(from: Side, to: Side): Cell | null {
  if (from.members.length === 0 || to.members.length === 0) return null;
  const isClosed =
    from.members.every(({ egress }) => !egress.touches(to.index)) ||
    to.members.every(({ ingress }) => !ingress.touches(from.index));
  if (isClosed) return DENY;
  const outcomes = from.members.flatMap(({ podClass: source, egress }) =>
    to.members.map(({ podClass: destination, ingress }) => ({
      from: source,
      to: destination,
      ports: intersection(egress.toClass(destination), ingress.toClass(source)),
    })),
  );
  return summarise(outcomes, to.column.expected);
}
