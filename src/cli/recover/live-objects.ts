import type { Cluster, KindRef } from "../../kube/cluster";
import { named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import type { ConfiguredObject } from "../project/stack-config";

/** What tells one object of a cluster from another. */
export type ObjectKey = Pick<ConfiguredObject, "apiVersion" | "kind" | "name" | "namespace">;

/** Kind, namespace and name in one word. */
export function keyOf({ apiVersion, kind, name, namespace = "" }: ObjectKey): string {
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}

/** All objects of these kinds that carry our label, with one LIST a kind. */
export async function managedObjects(cluster: Cluster, kinds: readonly KindRef[]): Promise<readonly ObjectKey[]> {
  const distinct = new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion}/${kind}`, { apiVersion, kind }]));
  const lists = await Promise.all([...distinct.values()].map((kind) => listManaged(cluster, kind)));
  return lists.flat();
}

async function listManaged(cluster: Cluster, kind: KindRef): Promise<readonly ObjectKey[]> {
  try {
    const objects = await cluster.list(kind, { labelSelector: `${LABELS.managedBy}=${MANAGER}`, keep: named });
    return objects
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata: { name, namespace } }) => ({ ...kind, name, namespace }));
  } catch (error) {
    // A kind that the cluster does not serve has no objects.
    if (error instanceof KubeError && error.code === 404) return [];
    throw error;
  }
}
