import type { KubeObject } from "../../model/kubernetes/kube-object";
import { addedConnectivity, asDeclared, withUndeclared } from "../../connectivity/compare";
import { connectivityMatrix, unjudgedPairs, type ConnectivityMatrix } from "../../connectivity/matrix";
import { connections, undeclaredConnections, type Connection } from "../../connectivity/render-json";
import { withSamplePods } from "../../connectivity/sample-pods";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { subtreeLabel } from "../../model/tenant/spec/labels";
import { LIVE_LIMITS, STAND_IN_LABELS } from "../../live/policies";
import { acceptedWays, isAdminTier } from "../../connectivity/admin-policies";
import { nodeSources } from "../../model/cluster/known-cluster";
import { tenantNodes } from "../../model/tenant/resolve/tenant";
import { titleOf, type ForeignPolicies } from "../../live/foreign-kinds";
import { declaredSnapshot, exposedTo, placesBeside } from "./tenant-snapshot";
import type { Tenants } from "../tenants-source";

/** The matrix of a cluster's policies, and how it differs from what is declared. */
export interface LiveMatrix {
  /** The live matrix, marked where it was compared. */
  readonly matrix: ConnectivityMatrix;
  /** Ways that were not judged, because that would have taken more steps than a cluster may cost. */
  readonly notJudged: readonly Way[];
  readonly otherPolicies: OtherPolicies;
  /** @default - nothing was declared to compare with */
  readonly comparison?: Comparison;
}

/** From the pods of one group to those of another, or of the same. */
export interface Way {
  readonly from: string;
  readonly to: string;
}

/** Policies of a cluster that are no NetworkPolicies. */
export interface OtherPolicies {
  /** Those whose accepting rules are ways of the matrix, e.g. `ClusterNetworkPolicy office`. What they deny is not judged. */
  readonly accepting: readonly string[];
  /** All others: what they allow or deny is not in the matrix. */
  readonly namedOnly: readonly string[];
  /** Rules of accepting ones with a part that is not judged. */
  readonly notJudged: readonly string[];
  /** Kinds that this user may not list. */
  readonly unread: readonly string[];
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
  /** Policies of other kinds that are in the tenants' namespaces or in none, so that they can mean tenants. */
  readonly otherPolicies: readonly string[];
  /** Declared policies that the tenants' namespaces do not have. */
  readonly absentPolicies: readonly string[];
  /** Namespaces below a declared tenant, by their labels, that are not declared: taken as they are. */
  readonly foreignNamespaces: readonly string[];
  /** Tenants that the cluster does not have. */
  readonly absentTenants: readonly string[];
  /** Namespaces that tenants are exposed to and that the cluster does not have. */
  readonly absentNamespaces: readonly string[];
}

/** Evaluates all policies of a cluster, and compares them with those that are declared. */
export function liveMatrix(
  live: ClusterSnapshot,
  facts: ClusterFacts,
  { tenants, foreign = NO_FOREIGN }: LiveOptions = {},
): LiveMatrix {
  const declared = declaredSnapshot(tenants?.roots ?? []);
  const accepted = acceptedWays(foreign.objects, live, nodeSources(facts));
  const policies = [...live.policies, ...accepted.policies];
  const all = { ...live, policies: [...policies, ...declared.policies] };
  const snapshot = { ...withSamplePods(all, facts, { labels: STAND_IN_LABELS }), policies };
  const otherPolicies = otherPoliciesOf(foreign, accepted.notJudged);
  const options = { places: placesBeside(snapshot, facts, tenants?.roots), limits: LIVE_LIMITS };
  const matrix = connectivityMatrix(snapshot, options);
  if (tenants === undefined) return { matrix, otherPolicies, notJudged: waysNotJudged([matrix]) };
  const wanted = asDeclared(snapshot, declared);
  const added = addedConnectivity(snapshot, wanted, { ...options, inside: false });
  const missing = addedConnectivity(wanted, snapshot, options);
  const marked = withUndeclared(matrix, added);
  return {
    matrix: marked,
    otherPolicies,
    notJudged: waysNotJudged([matrix, added]),
    comparison: {
      declared: tenants.file,
      undeclared: undeclaredConnections(marked),
      missing: connections(missing).filter(({ verdict }) => verdict !== "unknown"),
      ...strangers(live, declared),
      otherPolicies: foreign.objects.filter((object) => canMean(object, declared)).map(titleOf),
      absentNamespaces: absentNamespaces(tenants, snapshot),
    },
  };
}

export interface LiveOptions {
  /** @default - nothing is declared to compare with */
  readonly tenants?: Tenants;
  /** @default - none */
  readonly foreign?: ForeignPolicies;
}

const NO_FOREIGN: ForeignPolicies = { objects: [], unread: [] };

function otherPoliciesOf({ objects, unread }: ForeignPolicies, notJudged: readonly string[]): OtherPolicies {
  const [accepting, others] = [objects.filter(isAdminTier), objects.filter((object) => !isAdminTier(object))];
  return { accepting: accepting.map(titleOf), namedOnly: others.map(titleOf), notJudged, unread };
}

function canMean({ metadata: { namespace } }: KubeObject, declared: ClusterSnapshot): boolean {
  return namespace === undefined || declared.namespaces.some(({ name }) => name === namespace);
}

function absentNamespaces({ roots }: Tenants, { namespaces }: ClusterSnapshot): readonly string[] {
  const present = new Set(namespaces.map(({ name }) => name));
  return [...new Set(tenantNodes(roots).flatMap(exposedTo))].filter((name) => !present.has(name));
}

/** What `--strict` does not let pass: whoever wrote it, it is not declared, or may not be seen. */
export function isStrange({ comparison, otherPolicies }: LiveMatrix): boolean {
  const { foreignPolicies = [], otherPolicies: others = [] } = comparison ?? {};
  return foreignPolicies.length + others.length + otherPolicies.unread.length > 0;
}

/** Whether connections between tenants, or to the outside, were not judged. */
export function isIncomplete({ notJudged }: LiveMatrix): boolean {
  return notJudged.some(({ from, to }) => from !== to);
}

function waysNotJudged(matrices: readonly ConnectivityMatrix[]): readonly Way[] {
  const ways = new Map(matrices.flatMap(unjudgedPairs).map(([from, to]) => [`${from} ${to}`, { from, to }]));
  return [...ways.values()];
}

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
