import type { KubeObject } from "../../model/kubernetes/kube-object";
import { isTimestamp } from "../../model/kubernetes/timestamp";
import type { Parent, Tenant } from "../../model/tenant/resolve/tenant";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";

/**
 * A tenant as it is to stand: one that is past its end, or its parent's, and was suspended in the cluster stays so. What it declares,
 * and what is recorded of that, is not changed by it.
 *
 * @param namespace - reads its namespace as it is
 */
export async function asItEnds(
  tenant: Tenant,
  namespace: () => Promise<KubeObject | undefined>,
  now = Date.now(),
): Promise<Tenant> {
  if (tenant.suspended || !isPast(tenant, now)) return tenant;
  const found = await namespace();
  if (found?.metadata.annotations?.[ANNOTATIONS.suspended] !== "true") return tenant;
  const counts = { ...tenant.quota.counts, pods: "0" };
  return { ...tenant, suspended: true, quota: { ...tenant.quota, counts } };
}

function isPast(
  { expiresAt, parent }: { readonly expiresAt?: string; readonly parent?: Parent },
  now: number,
): boolean {
  if (isTimestamp(expiresAt) && Date.parse(expiresAt) <= now) return true;
  return parent !== undefined && isPast(parent, now);
}
