import type { KubeObject } from "../../model/kubernetes/kube-object";
import { addedConnectivity, asDeclared, withUndeclared } from "../../connectivity/compare";
import { connectivityMatrix, unjudgedPairs, type ConnectivityMatrix } from "../../connectivity/matrix";
import { connections, undeclaredConnections, type Connection } from "../../connectivity/render-json";
import { withSamplePods } from "../../connectivity/sample-pods";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { LIVE_LIMITS, STAND_IN_LABELS } from "../../live/policies";
import { acceptedWays, isAdminTier } from "../../connectivity/admin-policies";
import { nodeSources } from "../../model/cluster/known-cluster";
import { tenantNodes } from "../../model/tenant/resolve/tenant";
import { titleOf, type ForeignPolicies } from "../../live/foreign-kinds";
import { declaredSnapshot, exposedTo, placesBeside } from "./tenant-snapshot";
import type { Tenants } from "../tenants-source";
import { strangers } from "./strangers";

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
  /** Tenants, and namespaces below one, by their labels, that are not declared: taken as they are. */
  readonly foreignNamespaces: readonly string[];
  /** Of these what no policy closes by default, e.g. `tenant-old: ingress, egress`. */
  readonly foreignOpen: readonly string[];
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
      ...strangers(live, declared, tenants.roots),
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

function waysNotJudged(matrices: readonly ConnectivityMatrix[]): readonly Way[] {
  const ways = new Map(matrices.flatMap(unjudgedPairs).map(([from, to]) => [`${from} ${to}`, { from, to }]));
  return [...ways.values()];
}
