import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { printableLine } from "../../model/printable";
import { addedConnectivity, asDeclared, withUndeclared } from "../../connectivity/compare";
import { connectivityMatrix, unjudgedPairs, type ConnectivityMatrix } from "../../connectivity/matrix";
import { connections, undeclaredConnections, type Connection } from "../../connectivity/render-json";
import { connectionLine } from "../../connectivity/render-text";
import { FOREIGN_POLICY_GROUPS } from "../../connectivity/kinds";
import { withSamplePods } from "../../connectivity/sample-pods";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { subtreeLabel } from "../../model/tenant/spec/labels";
import { LIVE_LIMITS } from "../live-policies";
import { counted } from "../text";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { declaredSnapshot, placesBeside } from "./tenant-snapshot";
import type { Tenants } from "../tenants-source";

/** The matrix of a cluster's policies, and how it differs from what is declared. */
export interface LiveMatrix {
  /** The live matrix, marked where it was compared. */
  readonly matrix: ConnectivityMatrix;
  /** Ways that were not judged, because that would have taken more steps than a cluster may cost. */
  readonly notJudged: readonly Way[];
  /** @default - nothing was declared to compare with */
  readonly comparison?: Comparison;
}

/** From the pods of one group to those of another, or of the same. */
export interface Way {
  readonly from: string;
  readonly to: string;
}

export interface Comparison {
  /** The file that declares the tenants. */
  readonly declared: string;
  /** What is open between tenants, or to places outside, and should not be: what a tenant opens inside itself is its own. */
  readonly undeclared: readonly Connection[];
  /** What should be open and is not. */
  readonly missing: readonly Connection[];
  /** Policies (`namespace/name`) in the tenants' namespaces that are not declared. */
  readonly foreignPolicies: readonly string[];
  /** Declared policies that the tenants' namespaces do not have. */
  readonly absentPolicies: readonly string[];
  /** Namespaces below a declared tenant, by their labels, that are not declared: taken as they are. */
  readonly foreignNamespaces: readonly string[];
  /** Tenants that the cluster does not have. */
  readonly absentTenants: readonly string[];
}

/** Groups of policies that a cluster knows and that are not judged. */
export async function otherPolicies(cluster: Pick<Cluster, "raw">): Promise<readonly string[]> {
  const { groups } = objectIn(await cluster.raw("GET", "/apis"));
  const names = listIn(groups).map((group) => textIfAny(objectIn(group).name));
  return FOREIGN_POLICY_GROUPS.filter((name) => names.includes(name));
}

/** Evaluates all policies of a cluster, and compares them with those that are declared. */
export function liveMatrix(live: ClusterSnapshot, facts: ClusterFacts, tenants?: Tenants): LiveMatrix {
  const declared = declaredSnapshot(tenants?.roots ?? []);
  const all = { ...live, policies: [...live.policies, ...declared.policies] };
  const snapshot = { ...withSamplePods(all, facts, { labels: STAND_IN_LABELS }), policies: live.policies };
  const options = { places: placesBeside(snapshot, facts), limits: LIVE_LIMITS };
  const matrix = connectivityMatrix(snapshot, options);
  if (tenants === undefined) return { matrix, notJudged: waysNotJudged([matrix]) };
  const wanted = asDeclared(snapshot, declared);
  const added = addedConnectivity(snapshot, wanted, { ...options, inside: false });
  const missing = addedConnectivity(wanted, snapshot, options);
  const marked = withUndeclared(matrix, added);
  return {
    matrix: marked,
    notJudged: waysNotJudged([matrix, added]),
    comparison: {
      declared: tenants.file,
      undeclared: undeclaredConnections(marked),
      missing: connections(missing).filter(({ verdict }) => verdict !== "unknown"),
      ...strangers(live, declared),
    },
  };
}

/** Whether connections between tenants, or to the outside, were not judged. */
export function isIncomplete({ notJudged }: LiveMatrix): boolean {
  return notJudged.some(({ from, to }) => from !== to);
}

function waysNotJudged(matrices: readonly ConnectivityMatrix[]): readonly Way[] {
  const ways = new Map(matrices.flatMap(unjudgedPairs).map(([from, to]) => [`${from} ${to}`, { from, to }]));
  return [...ways.values()];
}

/** Labels of the pods that are added to a namespace to stand for those that its policies mean. */
const STAND_IN_LABELS = 2_000;

/** Names that are on one side only. */
function strangers(live: ClusterSnapshot, declared: ClusterSnapshot) {
  const tenants = new Set(declared.namespaces.map(({ name }) => name));
  const present = new Set(live.namespaces.map(({ name }) => name));
  const [held, wanted] = [new Set(live.policies.map(idOf)), new Set(declared.policies.map(idOf))];
  const marks = new Set([...tenants].map(subtreeLabel));
  const isIn = (namespaces: ReadonlySet<string>, { metadata }: KubeObject) => namespaces.has(metadata.namespace ?? "");
  return {
    foreignPolicies: live.policies.filter((policy) => isIn(tenants, policy) && !wanted.has(idOf(policy))).map(idOf),
    absentPolicies: declared.policies.filter((policy) => isIn(present, policy) && !held.has(idOf(policy))).map(idOf),
    foreignNamespaces: live.namespaces
      .filter(({ name, labels = {} }) => !tenants.has(name) && Object.keys(labels).some((key) => marks.has(key)))
      .map(({ name }) => name),
    absentTenants: [...tenants].filter((tenant) => !present.has(tenant)),
  };
}

function idOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

/** What was not judged, as text; empty if everything was. */
export function formatNotJudged({ notJudged }: LiveMatrix): string {
  const inside = notJudged.filter(({ from, to }) => from === to).map(({ from }) => from);
  const others = notJudged.filter(({ from, to }) => from !== to);
  return [
    ...listed(
      "too costly to evaluate, among the pods of one namespace (connections to others are not affected):",
      inside,
    ),
    ...listed(
      "too costly to evaluate, look at the policies of both sides:",
      others.map(({ from, to }) => `${from} -> ${to}`),
    ),
  ].join("\n");
}

/** What differs, as text; the matrix itself marks what is undeclared. */
export function formatComparison(found: Comparison): string {
  const { length } = found.undeclared;
  return [
    ...listed("declared, but not open:", found.missing.map(connectionLine)),
    ...listed("policies in the tenants' namespaces that are not declared:", found.foreignPolicies),
    ...listed("declared policies that the cluster does not have:", found.absentPolicies),
    ...listed("namespaces below the tenants that are not declared, taken as they are:", found.foreignNamespaces),
    ...listed("tenants that the cluster does not have:", found.absentTenants),
    printableLine(
      `compared with ${found.declared}: ${length === 0 ? "nothing" : counted(length, "connection")} open and not declared`,
    ),
  ].join("\n");
}

function listed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${printableLine(line)}`)];
}
