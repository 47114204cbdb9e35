import type { KubeObject } from "../model/kube-object";
import { connectivityMatrix, type ConnectivityMatrix } from "../model/connectivity/matrix";
import { clusterPlaces } from "../model/connectivity/place";
import { withStandIns } from "../model/connectivity/stand-ins";
import { worldOf } from "../model/connectivity/world-of";
import { tenantObjects } from "../model/tenant/objects";
import type { TenantNode } from "../model/tenant/tenant";
import type { Tenants } from "./tenants-source";

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

/** Who will reach whom, judged from the policies that synth emits, with the namespaces that tenants are exposed to. */
export function tenantMatrix({ roots, cluster }: Tenants): ConnectivityMatrix {
  const objects = roots.flatMap(objectsOf).flatMap((each) => each.objects);
  const known = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name));
  const neighbours = [...new Set(roots.flatMap(exposedTo))].filter((name) => !known.has(name));
  const world = worldOf([...objects, ...neighbours.map(namespaceObject)]);
  return connectivityMatrix(withStandIns(world, cluster), { places: clusterPlaces(cluster) });
}

function exposedTo({ tenant, children }: TenantNode): readonly string[] {
  const own = tenant.network.expose.flatMap((expose) => ("fromNamespace" in expose ? [expose.fromNamespace] : []));
  return [...own, ...children.flatMap(exposedTo)];
}

function namespaceObject(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}
