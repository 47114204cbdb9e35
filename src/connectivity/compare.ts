import type { AddressSet } from "../model/kubernetes/address-set";
import { assertSnapshots } from "./check-input";
import { DENY, summarise } from "./cell";
import type { Cell, Outcome } from "./cell";
import { cellsOf, readSnapshot } from "./evaluation";
import type { Pairs } from "./evaluation";
import { groupSnapshot } from "./groups";
import type { MatrixOptions } from "./groups";
import type { ConnectivityMatrix } from "./matrix";
import type { PodClass } from "./pod-class";
import { difference, intersection } from "../model/kubernetes/range-set";
import { isClosed, outcomesBetween } from "./sides";
import { NO_LIMITS } from "./work";
import type { ClusterSnapshot } from "./snapshot";

/**
 * What one snapshot lets through and another one does not, as a matrix of just that: `deny` where nothing was added.
 * Exact to the port, the pod and the address, like the matrix itself.
 *
 * @param baseline with the pods and namespaces of `snapshot`; labels of namespaces and policies may differ
 * @throws SpecError for policies that an API server would refuse, and with every value and field that is none of a snapshot;
 * RangeError for snapshots that do not fit together
 */
export function addedConnectivity(
  snapshot: ClusterSnapshot,
  baseline: ClusterSnapshot,
  options: AddedOptions = {},
): ConnectivityMatrix {
  assertSnapshots({ snapshot, baseline });
  const grouping = groupSnapshot(snapshot, options);
  const cells = cellsOf({
    grouping,
    snapshots: [readSnapshot(snapshot), readSnapshot(baseline)],
    limits: options.limits ?? NO_LIMITS,
    judge,
    ...(options.inside === false ? { inside: DENY } : {}),
  });
  return { groups: grouping.columns.map(({ group }) => group), cells };
}

export interface AddedOptions extends MatrixOptions {
  /** Whether ways among the pods of a namespace are looked at. Where not, nothing was added there. @default true */
  readonly inside?: boolean;
}

function judge([now, former]: Pairs): Cell | null {
  if (now === undefined) return null;
  const [from, to] = now;
  if (isClosed(from, to)) return DENY;
  const before = former === undefined ? [] : outcomesBetween(...former);
  return summarise(added(outcomesBetween(from, to), before), to.column.expected);
}

function added(now: readonly Outcome[], former: readonly Outcome[]): readonly Outcome[] {
  const byEnds = new Map<string, Outcome[]>();
  for (const outcome of former) {
    const known = byEnds.get(endsOf(outcome));
    if (known === undefined) byEnds.set(endsOf(outcome), [outcome]);
    else known.push(outcome);
  }
  return now.flatMap((outcome) => (byEnds.get(endsOf(outcome)) ?? []).flatMap((other) => remainder(outcome, other)));
}

/** Both snapshots count their classes alike; the addresses of a place fall apart differently in each. */
function endsOf({ from, to }: Outcome): string {
  return `${indexOf(from)} ${indexOf(to)}`;
}

function indexOf(end: PodClass | AddressSet): number | "outside" {
  return "description" in end ? end.index : "outside";
}

function remainder(now: Outcome, former: Outcome): readonly Outcome[] {
  const [from, to] = [common(now.from, former.from), common(now.to, former.to)];
  if (from === undefined || to === undefined) return [];
  return [{ from, to, ports: difference(now.ports, former.ports) }];
}

function common(end: PodClass | AddressSet, other: PodClass | AddressSet): PodClass | AddressSet | undefined {
  if ("description" in end || "description" in other) return end;
  const both = intersection(end, other);
  return both.length === 0 ? undefined : both;
}

/** The snapshot as it would be if the namespaces of `declared` had the labels and the policies that stand there. */
export function asDeclared(
  snapshot: ClusterSnapshot,
  declared: Pick<ClusterSnapshot, "namespaces" | "policies">,
): ClusterSnapshot {
  const wanted = new Map(declared.namespaces.map((namespace) => [namespace.name, namespace]));
  const present = new Set(snapshot.namespaces.map(({ name }) => name));
  const isLeft = (namespace = "default") => !wanted.has(namespace);
  return {
    ...snapshot,
    namespaces: snapshot.namespaces.map((namespace) => wanted.get(namespace.name) ?? namespace),
    policies: [
      ...snapshot.policies.filter(({ metadata }) => isLeft(metadata.namespace)),
      ...declared.policies.filter(({ metadata }) => present.has(metadata.namespace ?? "default")),
    ],
  };
}

/** The matrix with a mark in each cell on what of it was added. */
export function withUndeclared(matrix: ConnectivityMatrix, undeclared: ConnectivityMatrix): ConnectivityMatrix {
  const mark = (cell: Cell | null, extra: Cell | null | undefined): Cell | null =>
    cell === null || extra === null || extra === undefined || extra.verdict === "deny" || extra.verdict === "unknown"
      ? cell
      : { ...cell, undeclared: extra };
  return {
    groups: matrix.groups,
    cells: matrix.cells.map((row, from) => row.map((cell, to) => mark(cell, undeclared.cells[from]?.[to]))),
  };
}
