import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import { snapshotOf } from "../../connectivity/snapshot-of";
import { listIn, objectIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
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

/** A policy or pod of fewer bytes costs nothing: what is larger was written to be. */
const FREE_BYTES = 2_048;
/** For all larger ones of a namespace. In memory they take some times as much. */
const LARGE_BYTES = 4_194_304;

/** What the large objects of each namespace may take; once they take more, no large one is held. */
class Budget {
  private readonly spent = new Map<string, number>();

  /** The object, or no more of it than which one it is. */
  spend(object: KubeObject): KubeObject {
    const { namespace = "" } = object.metadata;
    const bytes = JSON.stringify(object).length;
    if (bytes <= FREE_BYTES) return object;
    const spent = (this.spent.get(namespace) ?? 0) + bytes;
    this.spent.set(namespace, spent);
    return spent <= LARGE_BYTES ? object : { ...named(object), spec: { podSelector: {} } };
  }

  get crowded(): readonly string[] {
    return [...this.spent].filter(([, bytes]) => bytes > LARGE_BYTES).map(([namespace]) => namespace);
  }
}

function withLabels(namespace: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = namespace;
  return { apiVersion, kind, metadata: { name: metadata.name, labels: metadata.labels } };
}

function withSpec(policy: KubeObject): KubeObject {
  return { ...named(policy), spec: policy.spec };
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
