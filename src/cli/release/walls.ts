import type { Cluster } from "../../kube/cluster";
import { named } from "../../kube/keep";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount" };
const BINDING = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" };
const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };

/** Labels and annotations that we write on a namespace. */
const OURS = /^(([a-z-]+\.)?hikube\.cloud|pod-security\.kubernetes\.io)\//;

/** Notes on its namespace that a tenant is released, before anything forgets it: a run that breaks off can go on. */
export async function markReleased(cluster: Cluster, namespace: string, now: Date): Promise<void> {
  const annotations = { [ANNOTATIONS.released]: now.toISOString() };
  await cluster.patch({ ...NAMESPACE, name: namespace }, "merge", { metadata: { annotations } });
}

/** What will be removed of a tenant, access before walls. */
export async function wallsOf(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const labelSelector = `${LABELS.managedBy}=${MANAGER},${LABELS.tenant}=${namespace}`;
  const list = (kind: typeof NAMESPACE, place: string) =>
    cluster.list(kind, { namespace: place, labelSelector, keep: named });
  const [bindings, accounts, policies, quotas, limits] = await Promise.all([
    list(BINDING, namespace),
    list(ACCOUNT, PLATFORM_NAMESPACE),
    list(POLICY, namespace),
    list({ apiVersion: "v1", kind: "ResourceQuota" }, namespace),
    list({ apiVersion: "v1", kind: "LimitRange" }, namespace),
  ]);
  return [...bindings, ...accounts, ...quotas, ...limits, ...denialsFirst(policies)];
}

/** What allows traffic closes a pod, too: were it to stay last, nothing that runs is cut off on the way. */
function denialsFirst(policies: readonly KubeObject[]): readonly KubeObject[] {
  const isDenial = ({ metadata }: KubeObject) => metadata.name.startsWith("hikube-default-deny-");
  return [...policies.filter(isDenial), ...policies.filter((policy) => !isDenial(policy))];
}

/**
 * Removes them one after the other, and last the marks of the namespace, by which all of it can be found again if it
 * breaks off.
 * @param onRemoved - is told how many of them are gone
 */
export async function removeWalls(
  cluster: Cluster,
  namespace: string,
  walls: readonly KubeObject[],
  onRemoved: (count: number) => void = () => undefined,
): Promise<void> {
  for (const [index, wall] of walls.entries()) {
    await cluster.delete(refOf(wall));
    onRemoved(index + 1);
  }
  const account = { ...ACCOUNT, name: "default", namespace };
  for (const ref of [account, { ...NAMESPACE, name: namespace }]) {
    const found = await cluster.get(ref);
    if (found !== undefined) await cluster.patch(ref, "merge", { metadata: withoutMarks(found) });
  }
}

function withoutMarks({ metadata: { labels = {}, annotations = {} } }: KubeObject): object {
  const none = (map: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.keys(map).flatMap((key) => (OURS.test(key) || key === LABELS.managedBy ? [[key, null]] : [])),
    );
  return { labels: none(labels), annotations: none(annotations) };
}
