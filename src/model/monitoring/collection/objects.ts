import type { KubeObject } from "../../kubernetes/kube-object";
import { LABELS, MANAGER, podSecurityLabels } from "../../tenant/spec/labels";
import type { CollectionSpec } from "./collection-spec";
import { COLLECTION_NAMESPACE } from "./names";
import { collectorRights } from "./rights";
import { collectionWays } from "./ways";
import { collectorObjects } from "./workloads";

/**
 * What a cluster's collection consists of, beside its releases; the namespace first. Same input, same objects.
 *
 * The collectors are objects of ours and no releases of the charts `victoria-metrics-agent` and
 * `victoria-logs-collector`: of each there is one a stack, with one token, one buffer and one network policy, and the
 * tests attack exactly the arguments that stand here.
 */
export function collectionObjects(spec: CollectionSpec): readonly KubeObject[] {
  return [namespace(spec), ...collectorRights(spec), ...collectionWays(spec), ...collectorObjects(spec)];
}

/** Privileged, for log files and figures of nodes are read from the node's own file system. */
function namespace({ cluster }: CollectionSpec): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: COLLECTION_NAMESPACE,
      labels: { [LABELS.managedBy]: MANAGER, ...podSecurityLabels("privileged", cluster.version) },
    },
  };
}
