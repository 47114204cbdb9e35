import { formatQuantity, parseQuantity, subtractQuantities } from "../../kubernetes/quantity";
import { sortedMap } from "../resolve/quota";
import type { StringMap } from "../../kubernetes/kube-object";
import type { Tenant, TenantQuota } from "../resolve/tenant";

/** What takes a share out of its parent's capacity. */
export interface Sharer {
  readonly quota: Pick<TenantQuota, "capacity">;
}

/**
 * What is left of a tenant's capacity for its own namespace: declared − reserved − the declared of every child.
 * So the sum over a subtree is what was declared, at every level. Amounts that are not known yet are not subtracted;
 * validation refuses to share what is not known.
 */
export function restOf(
  { capacity, reserved }: Pick<TenantQuota, "capacity" | "reserved">,
  children: readonly Sharer[],
): StringMap {
  const taken = [reserved, ...children.map((child) => child.quota.capacity)];
  return sortedMap(Object.entries(capacity).map(([key, declared]) => [key, subtractAll(key, declared, taken)]));
}

/**
 * The `hard` map of the tenant's ResourceQuota: the rest of its capacity, and its counts.
 * The only part of a tenant's objects that its children change.
 */
export function tenantQuota(tenant: Tenant, children: readonly Sharer[]): Record<string, string> {
  return sortedMap([...Object.entries(restOf(tenant.quota, children)), ...Object.entries(tenant.quota.counts)]);
}

function subtractAll(key: string, declared: string, taken: readonly StringMap[]): string {
  let rest = parseQuantity(declared);
  if (rest === undefined) return declared;
  for (const amounts of taken) {
    const amount = parseQuantity(amounts[key]);
    if (amount !== undefined) rest = subtractQuantities(rest, amount);
  }
  return formatQuantity(rest);
}
