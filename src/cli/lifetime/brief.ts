import type { Cluster, KindRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { objectIn } from "../../model/json";

const NOTES: readonly string[] = [
  ANNOTATIONS.replicasBeforeSuspend,
  ANNOTATIONS.ownReplicasBeforeSuspend,
  ANNOTATIONS.claimRetentionBeforeSuspend,
];

/**
 * The workloads or pods of a namespace, with what tells who runs and what is to be done about it. Their authors are
 * tenants: thousands of large ones must not end a walk over all of them.
 */
export function listBriefly(cluster: Cluster, kind: KindRef, namespace: string): Promise<readonly KubeObject[]> {
  return cluster.list(kind, { namespace, keep: brief });
}

function brief({ apiVersion, kind, metadata, spec, status }: KubeObject): KubeObject {
  const { name, namespace, uid, deletionTimestamp, ownerReferences, annotations = {} } = metadata;
  const { replicas, suspend, persistentVolumeClaimRetentionPolicy } = objectIn(spec);
  const { phase, conditions } = objectIn(status);
  const notes = Object.fromEntries(Object.entries(annotations).filter(([key]) => NOTES.includes(key)));
  return {
    ...{ apiVersion, kind },
    metadata: { name, namespace, uid, deletionTimestamp, ownerReferences, annotations: notes },
    spec: { replicas, suspend, persistentVolumeClaimRetentionPolicy },
    status: { phase, conditions },
  };
}
