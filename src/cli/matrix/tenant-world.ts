import { connectivityMatrix, type ConnectivityMatrix } from "../../connectivity/matrix";
import { clusterPlaces, type Place } from "../../connectivity/place";
import { withStandIns } from "../../connectivity/stand-ins";
import type { World } from "../../connectivity/world";
import { worldOf } from "../../connectivity/world-of";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { forestObjects } from "../../model/tenant/objects/objects";
import { tenantNodes, type Forest, type TenantNode } from "../../model/tenant/resolve/tenant";
import type { Tenants } from "../tenants-source";

/** The tenants' namespaces and policies as synth emits them. */
export function declaredWorld(forest: Forest): World {
  return worldOf(forestObjects(forest).flatMap(({ objects }) => objects));
}

/** Who will reach whom, judged from the policies that synth emits, with the namespaces that tenants are exposed to. */
export function tenantMatrix({ roots, cluster }: Tenants): ConnectivityMatrix {
  const declared = declaredWorld(roots);
  const known = new Set(declared.namespaces.map(({ name }) => name));
  const neighbours = [...new Set(tenantNodes(roots).flatMap(exposedTo))].filter((name) => !known.has(name));
  const namespaces = [...declared.namespaces, ...neighbours.map((name) => ({ name }))];
  const world = withStandIns({ ...declared, namespaces }, cluster);
  return connectivityMatrix(world, { places: placesBeside(world, cluster) });
}

/** The places of a cluster, under names that no namespace has. */
export function placesBeside({ namespaces }: World, facts: ClusterFacts): readonly Place[] {
  const taken = new Set(namespaces.map(({ name }) => name));
  return clusterPlaces(facts).map((place) =>
    taken.has(place.name) ? { ...place, name: `${place.name} (outside)` } : place,
  );
}

function exposedTo({ tenant }: TenantNode): readonly string[] {
  return tenant.network.expose.flatMap((expose) => ("fromNamespace" in expose ? [expose.fromNamespace] : []));
}
