import type { TenantPlace } from "./inherit";

/** Puts each tenant behind its parent; what is below none of the others, or in a circle, stands at the top. */
export function inTreeOrder<T extends Omit<TenantPlace, "depth">>(tenants: readonly T[]): readonly (T & TenantPlace)[] {
  const known = new Set(tenants.map(({ namespace }) => namespace));
  const byParent = new Map<string, T[]>();
  for (const tenant of tenants) {
    const parent = known.has(tenant.parent ?? "") ? (tenant.parent ?? "") : "";
    byParent.set(parent, [...(byParent.get(parent) ?? []), tenant]);
  }
  const placed = new Map<string, T & TenantPlace>();
  const place = (tenant: T, depth: number): void => {
    if (placed.has(tenant.namespace)) return;
    placed.set(tenant.namespace, { ...tenant, depth });
    for (const child of byParent.get(tenant.namespace) ?? []) place(child, depth + 1);
  };
  for (const tenant of byParent.get("") ?? []) place(tenant, 0);
  for (const tenant of tenants) place(tenant, 0);
  return [...placed.values()];
}
