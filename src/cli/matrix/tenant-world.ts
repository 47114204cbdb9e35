import type { KubeObject } from "../../model/kubernetes/kube-object";
import { connectivityMatrix, type ConnectivityMatrix } from "../../connectivity/matrix";
import { clusterPlaces, type Place } from "../../connectivity/place";
import { withStandIns } from "../../connectivity/stand-ins";
import type { World } from "../../connectivity/world";
import { worldOf } from "../../connectivity/world-of";
import type { ClusterFacts } from "../../model/platform/cluster-facts";
import { tenantObjects } from "../../model/tenant/objects/objects";
import type { TenantNode } from "../../model/tenant/resolve/tenant";
import type { Tenants } from "../tenants-source";

/** The objects of one tenant in the order in which they must come to be. */
export interface NamespaceObjects {
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
}

/** The objects of all tenants, each tenant's before its children's. A tenant that is declared elsewhere has none. */
export function objectsOf({ tenant, children }: TenantNode): readonly NamespaceObjects[] {
  const below = children.flatMap(objectsOf);
  if (tenant.external !== undefined) return below;
  const shares = children.map((child) => child.tenant);
  const { namespace, walls, doors } = tenantObjects(tenant, shares);
  return [{ namespace: tenant.namespace, objects: [namespace, ...walls, ...doors] }, ...below];
}

/** The tenants' namespaces and policies as synth emits them. */
export function declaredWorld(roots: readonly TenantNode[]): World {
  return worldOf(roots.flatMap(objectsOf).flatMap(({ objects }) => objects));
}

/** Who will reach whom, judged from the policies that synth emits, with the namespaces that tenants are exposed to. */
export function tenantMatrix({ roots, cluster }: Tenants): ConnectivityMatrix {
  const declared = declaredWorld(roots);
  const known = new Set(declared.namespaces.map(({ name }) => name));
  const neighbours = [...new Set(roots.flatMap(exposedTo))].filter((name) => !known.has(name));
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

function exposedTo({ tenant, children }: TenantNode): readonly string[] {
  const own = tenant.network.expose.flatMap((expose) => ("fromNamespace" in expose ? [expose.fromNamespace] : []));
  return [...own, ...children.flatMap(exposedTo)];
}
