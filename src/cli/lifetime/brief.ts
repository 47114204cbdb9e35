import type { Cluster, KindRef } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { controllerOf, endOf } from "../../model/tenant/suspension";
import { objectIn, type JsonRecord } from "../../model/json";

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

/** At most some kilobytes of an object, whatever its author wrote. */
function brief(object: KubeObject): KubeObject {
  const { metadata, spec, status } = object;
  const { replicas, suspend, persistentVolumeClaimRetentionPolicy } = objectIn(spec);
  const { whenScaled } = objectIn(persistentVolumeClaimRetentionPolicy);
  const notes = Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => NOTES.includes(key)));
  const which = named(object);
  return {
    ...which,
    metadata: {
      ...which.metadata,
      ownerReferences: listed(controllerOf({ metadata }), ["kind", "name", "uid", "controller"]),
      annotations: boundedTexts(notes),
    },
    spec: { replicas, suspend, persistentVolumeClaimRetentionPolicy: { whenScaled } },
    status: {
      ...boundedTexts({ phase: objectIn(status).phase }),
      conditions: listed(endOf(status), ["type", "status"]),
    },
  };
}

/** Some members of a record, as the only one of a list. */
function listed(record: JsonRecord | undefined, members: readonly string[]): readonly JsonRecord[] {
  if (record === undefined) return [];
  return [boundedTexts(Object.fromEntries(members.map((member) => [member, record[member]])))];
}
