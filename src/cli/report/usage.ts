import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import { objectIn, textMembersIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Usage } from "../../report/figures";

/** What is used in each namespace of a tenant, as the cluster counts it against the tenant's quota. */
export async function readUsage(cluster: Pick<Cluster, "list">): Promise<Usage> {
  const quotas = await cluster.list(
    { apiVersion: "v1", kind: "ResourceQuota" },
    { fieldSelector: `metadata.name=${TENANT_QUOTA}`, keep: withUse },
  );
  return new Map(
    quotas.map(({ metadata, status }) => [metadata.namespace ?? "", textMembersIn(objectIn(status).used)]),
  );
}

function withUse(quota: KubeObject): KubeObject {
  return { ...named(quota), status: { used: boundedTexts(objectIn(objectIn(quota.status).used)) } };
}
