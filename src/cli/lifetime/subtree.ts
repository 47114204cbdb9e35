import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER, subtreeLabel } from "../../model/tenant/objects/labels";
import { UsageError } from "../command";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/**
 * The namespaces of a tenant and of all its sub-tenants, its own first.
 * @throws UsageError where the namespace is not there or belongs to no tenant
 */
export async function subtreeOf(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const top = await cluster.get({ ...NAMESPACE, name: namespace });
  if (top === undefined) throw new UsageError(`the cluster has no namespace ${namespace}`);
  const labels = top.metadata.labels ?? {};
  if (labels[LABELS.managedBy] !== MANAGER || labels[LABELS.tenant] === undefined) {
    throw new UsageError(`the namespace ${namespace} is no tenant: it was not made by hikube`);
  }
  const all = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(namespace) });
  const below = all.filter(({ metadata }) => metadata.name !== namespace);
  return [top, ...below];
}
