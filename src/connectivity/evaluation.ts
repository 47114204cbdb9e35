import { UNKNOWN } from "./cell";
import type { Cell } from "./cell";
import { acrossOnly } from "./across";
import { namespaceIndex } from "./endpoint";
import { groupByNamespace } from "./evaluate";
import type { Grouping } from "./groups";
import { parsePolicies } from "./parse-policy";
import type { GroupedPod } from "./pod-class";
import type { Policy } from "./policy";
import type { LabelMap } from "./selector";
import { sidesOf } from "./sides";
import type { Side, SideOptions } from "./sides";
import { OverLimit, Work } from "./work";
import type { WorkLimits } from "./work";
import type { CrowdedNamespace, ClusterSnapshot, SnapshotPod } from "./snapshot";

/** A row and a column, in each of the snapshots that are judged together. */
export type Pairs = readonly (readonly [from: Side, to: Side])[];

/** A snapshot with its policies and the labels of its namespaces. */
export interface ReadSnapshot {
  readonly pods: readonly SnapshotPod[];
  readonly policies: readonly Policy[];
  readonly namespaces: ReadonlyMap<string, LabelMap>;
  readonly crowded: readonly CrowdedNamespace[];
}

/** @throws SpecError for policies that an API server would refuse */
export function readSnapshot({ pods, policies, ...snapshot }: ClusterSnapshot): ReadSnapshot {
  const { crowded = [] } = snapshot;
  return {
    pods,
    policies: parsePolicies(policies),
    namespaces: namespaceIndex({ pods, policies, ...snapshot }),
    crowded,
  };
}

export interface Evaluation {
  readonly grouping: Grouping;
  /** One, or two with the same pods. */
  readonly snapshots: readonly ReadSnapshot[];
  readonly limits: WorkLimits;
  /** What stands between two groups. */
  readonly judge: (pairs: Pairs) => Cell | null;
  /** The cell between groups with pods in the same namespace. @default - as between any others */
  readonly inside?: Cell;
}

type Cells = (Cell | null)[][];

/**
 * Fills a matrix in two passes. Ways between namespaces and to places outside are judged by the policies that speak of those,
 * with few kinds of pods; ways among the pods of a namespace by all of its policies, each namespace by itself and the
 * cheapest first. So what a tenant writes for its own pods costs no more than its own cell.
 */
export function cellsOf(evaluation: Evaluation): Cells {
  const { columns } = evaluation.grouping;
  const pods = groupedPods(evaluation);
  const clusters = neighbours(columns.length, pods);
  const cells = across(evaluation, pods, clusters);
  const byCost = clustersOf({ evaluation, pods, clusters }).toSorted((left, right) => left.cost - right.cost);
  const whole = new Work(evaluation.limits.inside[1]);
  for (const cluster of byCost) inside(evaluation, cluster, { cells, whole });
  return cells;
}

function groupedPods({ grouping, snapshots }: Evaluation): readonly GroupedPod[] {
  return (snapshots[0]?.pods ?? []).flatMap((pod) => {
    const group = grouping.columnOf(pod);
    return group === undefined ? [] : [{ pod, group }];
  });
}

/** The number of each group's cluster: groups with pods in the same namespace are of one. */
function neighbours(groups: number, pods: readonly GroupedPod[]): readonly number[] {
  const cluster = Array.from({ length: groups }, (_, index) => index);
  const top = (index: number): number => {
    const next = cluster[index] ?? index;
    return next === index ? index : top(next);
  };
  const first = new Map<string, number>();
  for (const { pod, group } of pods) {
    const other = first.get(pod.namespace) ?? group;
    first.set(pod.namespace, other);
    cluster[top(group)] = top(other);
  }
  return cluster.map((_, index) => top(index));
}

function across(evaluation: Evaluation, pods: readonly GroupedPod[], clusters: readonly number[]): Cells {
  const { grouping, snapshots, limits } = evaluation;
  const whole = new Work(limits.across[1]);
  const works = grouping.columns.map(() => new Work(limits.across[0], whole));
  const reduced = snapshots.map(({ policies }) => acrossOnly(policies));
  const sides = allSides(evaluation, pods, {
    policies: reduced,
    groups: [...grouping.columns.keys()],
    workOf: (index) => works[index] ?? whole,
  });
  const crowded = crowdedGroups(evaluation, pods);
  return grouping.columns.map((_, from) =>
    grouping.columns.map((__, to) => {
      const isInside = clusters[from] === clusters[to] && grouping.columns[from]?.addresses === undefined;
      if (isInside || crowded.has(from) || crowded.has(to)) return UNKNOWN;
      return judged(evaluation, sides, [from, to]);
    }),
  );
}

/** Groups of which pods are missing that ways to others depend on. */
function crowdedGroups({ snapshots }: Evaluation, pods: readonly GroupedPod[]): ReadonlySet<number> {
  const crowded = snapshots.flatMap((snapshot) => snapshot.crowded).filter(({ across: isAcross }) => isAcross);
  const names = new Set(crowded.map(({ namespace }) => namespace));
  return new Set(pods.filter(({ pod }) => names.has(pod.namespace)).map(({ group }) => group));
}

/** Groups with pods in the same namespaces. */
interface Cluster {
  readonly groups: readonly number[];
  readonly pods: readonly GroupedPod[];
  /** By snapshot. */
  readonly policies: readonly (readonly Policy[])[];
  /** Least number of steps: each pod is held against each policy. */
  readonly cost: number;
}

interface Parts {
  readonly evaluation: Evaluation;
  readonly pods: readonly GroupedPod[];
  readonly clusters: readonly number[];
}

/** All clusters, read in one walk over pods and policies each. */
function clustersOf({ evaluation, pods, clusters }: Parts): readonly Cluster[] {
  const byCluster = listsBy(pods, ({ group }) => clusters[group] ?? group);
  const groups = listsBy([...clusters.keys()], (group) => clusters[group] ?? group);
  const policies = evaluation.snapshots.map((snapshot) => groupByNamespace(snapshot.policies));
  return [...groups].map(([cluster, own]) => {
    const members = byCluster.get(cluster) ?? [];
    const names = [...new Set(members.map(({ pod }) => pod.namespace))];
    const held = policies.map((byNamespace) => names.flatMap((name) => byNamespace.get(name) ?? []));
    return { groups: own, pods: members, policies: held, cost: members.length * held.flat().length };
  });
}

function listsBy<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
  const lists = new Map<number, T[]>();
  for (const item of items) {
    const known = lists.get(keyOf(item));
    if (known === undefined) lists.set(keyOf(item), [item]);
    else known.push(item);
  }
  return lists;
}

function inside(
  evaluation: Evaluation,
  { groups, pods, policies, cost }: Cluster,
  { cells, whole }: { readonly cells: Cells; readonly whole: Work },
): void {
  const { grouping, limits } = evaluation;
  const [first] = groups;
  if (first === undefined || grouping.columns[first]?.addresses !== undefined) return;
  const fill = (cell: (from: number, to: number) => Cell | null) => {
    for (const from of groups) for (const to of groups) (cells[from] ?? [])[to] = cell(from, to);
  };
  const fixed = evaluation.inside;
  if (fixed !== undefined) {
    fill(() => fixed);
    return;
  }
  const namespaces = new Set(pods.map(({ pod }) => pod.namespace));
  const isCrowded = evaluation.snapshots.some(({ crowded }) =>
    crowded.some(({ namespace }) => namespaces.has(namespace)),
  );
  try {
    if (isCrowded) throw new OverLimit();
    const work = new Work(limits.inside[0], whole);
    work.spend(cost);
    const sides = allSides(evaluation, pods, { policies, groups, workOf: () => work });
    fill((from, to) => judged(evaluation, sides, [from, to]));
  } catch (error) {
    if (!(error instanceof OverLimit)) throw error;
    fill(() => UNKNOWN);
  }
}

type SideInput = Pick<SideOptions, "workOf" | "groups"> & {
  /** Those that hold, by snapshot. */
  readonly policies: readonly (readonly Policy[])[];
};

/** The sides in each snapshot. */
function allSides(
  { grouping, snapshots }: Evaluation,
  pods: readonly GroupedPod[],
  { policies, ...input }: SideInput,
): readonly ReadonlyMap<number, Side>[] {
  const classifiers = policies.flat();
  const names = new Set(pods.map(({ pod }) => pod.namespace));
  return snapshots.map(({ namespaces: all }, index) => {
    const namespaces = new Map([...names].flatMap((name) => entryOf(all, name)));
    const own = policies[index] ?? [];
    return sidesOf(pods, { ...input, columns: grouping.columns, namespaces, policies: own, classifiers });
  });
}

function entryOf<K, V>(map: ReadonlyMap<K, V>, key: K): readonly (readonly [K, V])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

function judged(
  { judge }: Evaluation,
  sides: readonly ReadonlyMap<number, Side>[],
  [from, to]: readonly [number, number],
): Cell | null {
  const pairs: (readonly [Side, Side])[] = [];
  for (const one of sides) {
    const [source, destination] = [one.get(from), one.get(to)];
    if (source === undefined || destination === undefined) continue;
    if (source.isOver || destination.isOver) return UNKNOWN;
    pairs.push([source, destination]);
  }
  try {
    return judge(pairs);
  } catch (error) {
    if (error instanceof OverLimit) return UNKNOWN;
    throw error;
  }
}
