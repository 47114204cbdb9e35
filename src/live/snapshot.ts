import type { Cluster } from "../kube/cluster";
import { boundedTexts } from "../kube/keep";
import type { ClusterSnapshot } from "../connectivity/snapshot";
import { snapshotOf } from "../connectivity/snapshot-of";
import { listIn, objectIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { Budget, POLICY, withSpec } from "./policies";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const POD = { apiVersion: "v1", kind: "Pod" };

/**
 * All namespaces, pods and policies of a cluster, whoever made them. A namespace whose policies or pods are larger than
 * a cluster may cost is `crowded`: its ways are not judged.
 */
export async function readSnapshot(cluster: Pick<Cluster, "list">): Promise<ClusterSnapshot> {
  const budget = new Budget();
  // One after the other: a page of each at once takes more memory.
  const namespaces = await cluster.list(NAMESPACE, { keep: withLabels });
  const policies = await cluster.list(POLICY, { keep: (policy) => budget.spend(withSpec(policy)) });
  const pods = await cluster.list(POD, { keep: (pod) => budget.spend(judged(pod)) });
  const snapshot = snapshotOf([...namespaces, ...policies, ...pods]);
  // A namespace may come or go between the lists.
  const known = new Set(snapshot.namespaces.map(({ name }) => name));
  const { crowded } = budget;
  return {
    ...snapshot,
    pods: snapshot.pods.filter(({ namespace }) => known.has(namespace)),
    ...(crowded.length === 0 ? {} : { crowded: crowded.map((namespace) => ({ namespace, across: true })) }),
  };
}

function withLabels(namespace: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = namespace;
  return { apiVersion, kind, metadata: { name: metadata.name, labels: metadata.labels } };
}

/** Of a pod what policies select and name; its author may have filled the rest. */
function judged({ apiVersion, kind, metadata, spec, status }: KubeObject): KubeObject {
  const { name, namespace, labels } = metadata;
  const { hostNetwork, containers, initContainers } = objectIn(spec);
  const ports = (list: unknown) => listIn(list).map((container) => ({ ports: objectIn(container).ports }));
  const { phase, podIP } = objectIn(status);
  return {
    ...{ apiVersion, kind, metadata: { name, namespace, labels } },
    spec: { hostNetwork, containers: ports(containers), initContainers: ports(initContainers) },
    status: boundedTexts({ phase, podIP }),
  };
}
