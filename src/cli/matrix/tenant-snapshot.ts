import { connectivityMatrix, type ConnectivityMatrix } from "../../connectivity/matrix";
import { clusterPlaces, placesBeside as besideNames, type Place } from "../../connectivity/place";
import { withSamplePods } from "../../connectivity/sample-pods";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import { snapshotOf } from "../../connectivity/snapshot-of";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { forestObjects } from "../../model/tenant/objects/objects";
import { tenantNodes, type Forest, type TenantNode } from "../../model/tenant/resolve/tenant";
import type { Tenants } from "../tenants-source";

/** The tenants' namespaces and policies as synth emits them. */
export function declaredSnapshot(forest: Forest): ClusterSnapshot {
  return snapshotOf(forestObjects(forest).flatMap(({ objects }) => objects));
}

/** Who will reach whom, judged from the policies that synth emits, with the namespaces that tenants are exposed to. */
export function tenantMatrix({ roots, cluster }: Tenants): ConnectivityMatrix {
  const declared = declaredSnapshot(roots);
  const known = new Set(declared.namespaces.map(({ name }) => name));
  const neighbours = [...new Set(tenantNodes(roots).flatMap(exposedTo))].filter((name) => !known.has(name));
  const namespaces = [...declared.namespaces, ...neighbours.map((name) => ({ name }))];
  const snapshot = withSamplePods({ ...declared, namespaces }, cluster);
  return connectivityMatrix(snapshot, { places: placesBeside(snapshot, cluster, roots) });
}

/** So many blocks of tenants are a place each; the others stay parts of the internet and of private networks. */
const MOST_BLOCKS = 50;

/** The places of a cluster and the blocks that its tenants declare, under names that no namespace has. */
export function placesBeside(
  { namespaces }: ClusterSnapshot,
  facts: ClusterFacts,
  forest: Forest = [],
): readonly Place[] {
  const blocks = [...new Set(tenantNodes(forest).flatMap(declaredBlocks))].slice(0, MOST_BLOCKS);
  return besideNames(
    clusterPlaces(facts, blocks),
    namespaces.map(({ name }) => name),
  );
}

/** Namespaces that a tenant is exposed to. */
export function exposedTo({ tenant }: TenantNode): readonly string[] {
  return tenant.network.expose.flatMap((expose) => ("fromNamespace" in expose ? [expose.fromNamespace] : []));
}

function declaredBlocks({ tenant: { network } }: TenantNode): readonly string[] {
  return [
    ...network.egress.flatMap(({ toCidrs }) => toCidrs),
    ...network.expose.flatMap((expose) => ("fromCidrs" in expose ? expose.fromCidrs : [])),
  ];
}
