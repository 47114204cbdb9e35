import type { Cluster, KindRef } from "../../kube/cluster";
import { boundedText, named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import type { ConfiguredObject } from "../project/stack-config";

/** What tells one object of a cluster from another. */
export type ObjectKey = Pick<ConfiguredObject, "apiVersion" | "kind" | "name" | "namespace">;

/** An object of ours that is there. */
export interface LiveObject extends ObjectKey {
  /** Whether it is the namespace of a tenant that was released with its walls. */
  readonly isReleased: boolean;
}

/** Kind, namespace and name in one word. */
export function keyOf({ apiVersion, kind, name, namespace = "" }: ObjectKey): string {
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}

/** All objects of these kinds that carry our label, with one LIST a kind. */
export async function managedObjects(cluster: Cluster, kinds: readonly KindRef[]): Promise<readonly LiveObject[]> {
  const distinct = new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion}/${kind}`, { apiVersion, kind }]));
  const lists = await Promise.all([...distinct.values()].map((kind) => listManaged(cluster, kind)));
  return lists.flat();
}

async function listManaged(cluster: Cluster, kind: KindRef): Promise<readonly LiveObject[]> {
  try {
    const objects = await cluster.list(kind, { labelSelector: `${LABELS.managedBy}=${MANAGER}`, keep: withRelease });
    return objects
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata: { name, namespace, annotations = {} } }) => ({
        ...{ ...kind, name, namespace },
        isReleased: annotations[ANNOTATIONS.released] !== undefined,
      }));
  } catch (error) {
    // A kind that the cluster does not serve has no objects.
    if (error instanceof KubeError && error.code === 404) return [];
    throw error;
  }
}

function withRelease(object: KubeObject): KubeObject {
  const which = named(object);
  const { [ANNOTATIONS.released]: mark } = object.metadata.annotations ?? {};
  if (mark === undefined) return which;
  return { ...which, metadata: { ...which.metadata, annotations: { [ANNOTATIONS.released]: boundedText(mark) } } };
}
