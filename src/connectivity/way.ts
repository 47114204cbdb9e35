import { formatAddresses } from "../model/kubernetes/address-set";
import { ALL_PORTS, portRange, portSet, type PortSet, type Protocol } from "../model/kubernetes/port-set";
import { intersection, rangeSet } from "../model/kubernetes/range-set";
import { assertSnapshot } from "./check-input";
import { DENY, summarise, summariseOwn, type Cell, type Outcome } from "./cell";
import { evaluator } from "./evaluate";
import { cellsOf, readSnapshot } from "./evaluation";
import { groupSnapshot, type Grouping, type MatrixOptions } from "./groups";
import type { Place } from "./place";
import { explainCell } from "./render-json";
import { isClosed, outcomesBetween, type Side } from "./sides";
import type { Answer, ClusterSnapshot, EndpointRef, SnapshotPod, Verdict } from "./snapshot";
import { NO_LIMITS } from "./work";

/** One way that is asked for, between namespaces or places by their names. */
export interface WayQuery {
  readonly from: string;
  readonly to: string;
  /** 1–65535. @default - every port */
  readonly port?: number;
  /** @default - TCP with a port, else every protocol */
  readonly protocol?: Protocol;
}

/** What becomes of a way. */
export interface Way {
  /** As of a cell of the matrix, for the port that was asked for. */
  readonly verdict: Cell["verdict"];
  /** In one line: the policies that open it, or those that keep it closed. */
  readonly reason: string;
}

/**
 * Judges one way as the matrix does, with no more of the snapshot than it depends on.
 *
 * @returns `undefined` where there is nobody to judge, as between two places outside
 */
export function judgeWay(
  whole: ClusterSnapshot,
  query: WayQuery,
  { places = [], limits = NO_LIMITS }: Pick<MatrixOptions, "places" | "limits"> = {},
): Way | undefined {
  assertSnapshot(whole);
  const names = [query.from, query.to];
  // As in the matrix, pods of a place are none of their namespace's others.
  const ends = places.filter((place) => [place.name, ...namespacesOf(place)].some((name) => names.includes(name)));
  const snapshot = reducedTo(whole, [...names, ...ends.flatMap(namespacesOf)]);
  const inNamespace = ({ namespace }: SnapshotPod) => (names.includes(namespace) ? namespace : undefined);
  const grouping = groupSnapshot(snapshot, { places: ends, groupOf: inNamespace });
  const cells = cellsOf({
    ...{ grouping, snapshots: [readSnapshot(snapshot)], limits },
    judge: ([pair]) => (pair === undefined ? null : cellOf(pair, askedPorts(query))),
  });
  const index = (name: string) => grouping.columns.findIndex(({ group }) => group.name === name);
  const cell = cells[index(query.from)]?.[index(query.to)] ?? undefined;
  if (cell === undefined) return undefined;
  return { verdict: cell.verdict, reason: reasonOf(cell, query, { snapshot, grouping }) };
}

function namespacesOf(place: Place): readonly string[] {
  return "namespace" in place ? [place.namespace] : [];
}

/** What of a snapshot decides on ways between some namespaces: a policy speaks for the pods of its own alone. */
export function reducedTo(snapshot: ClusterSnapshot, names: readonly string[]): ClusterSnapshot {
  const isIn = (name = "") => names.includes(name);
  return {
    ...snapshot,
    namespaces: snapshot.namespaces.filter(({ name }) => isIn(name)),
    pods: snapshot.pods.filter(({ namespace }) => isIn(namespace)),
    policies: snapshot.policies.filter(({ metadata }) => isIn(metadata.namespace)),
  };
}

/** @returns `undefined` for all that make full access to the destination */
function askedPorts({ port, protocol }: WayQuery): PortSet | undefined {
  if (port !== undefined) return portSet([{ protocol: protocol ?? "TCP", port }]);
  return protocol === undefined ? undefined : rangeSet([portRange(protocol, 1, 65_535)]);
}

function cellOf([from, to]: readonly [Side, Side], asked: PortSet | undefined): Cell | null {
  if (isClosed(from, to)) return DENY;
  const within = asked ?? ALL_PORTS;
  const outcomes = outcomesBetween(from, to).map((outcome): Outcome => {
    return { ...outcome, ports: intersection(outcome.ports, within) };
  });
  return (from.index === to.index ? summariseOwn : summarise)(outcomes, asked ?? to.column.expected);
}

interface Ground {
  readonly snapshot: ClusterSnapshot;
  readonly grouping: Grouping;
}

function reasonOf(cell: Cell, query: WayQuery, ground: Ground): string {
  if (cell.verdict === "partly" || cell.verdict === "unknown") return explainCell(cell);
  const answer = answerOf(query, ground);
  if (answer === undefined) return cell.verdict === "allow" ? "all of it is open" : "nothing of it is open";
  const sides = [
    sideReason(answer.egress, { whose: query.from, way: "out", verdict: cell.verdict }),
    sideReason(answer.ingress, { whose: query.to, way: "in", verdict: cell.verdict }),
  ];
  return sides.filter((side) => side !== undefined).join("; ") || "no policy isolates either end";
}

interface SideOf {
  readonly whose: string;
  readonly way: "in" | "out";
  readonly verdict: Cell["verdict"];
}

/** Of a way that is open each side that opened it, of one that is closed each side that does not. */
function sideReason({ allowed, by, isolatedBy }: Verdict, { whose, way, verdict }: SideOf): string | undefined {
  if (verdict === "allow") return by.length === 0 ? undefined : `let ${way} by ${by.join(", ")}`;
  if (allowed) return undefined;
  return `${whose} is closed by ${isolatedBy.join(", ")}, and no policy lets it ${way}`;
}

/** Where all pods fare alike any two of them tell why. The same pod is never kept from itself. */
function answerOf(query: WayQuery, ground: Ground): Answer | undefined {
  const [sources, destinations] = [endsOf(query.from, ground), endsOf(query.to, ground)];
  const from = sources[0];
  const to = query.from === query.to ? destinations[1] : destinations[0];
  if (from === undefined || to === undefined) return undefined;
  return evaluator(ground.snapshot)({ from, to, port: query.port ?? 443, protocol: query.protocol ?? "TCP" });
}

function endsOf(name: string, { snapshot, grouping }: Ground): readonly EndpointRef[] {
  const index = grouping.columns.findIndex(({ group }) => group.name === name);
  const addresses = grouping.columns[index]?.addresses;
  if (addresses !== undefined) {
    return formatAddresses(addresses).map((block) => ({ outside: block.split("/")[0] ?? block }));
  }
  const own = snapshot.pods.filter((pod) => grouping.columnOf(pod) === index);
  return own.map((pod) => ({ namespace: pod.namespace, pod: pod.name }));
}
