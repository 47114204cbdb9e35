import { objectIn, textMapIn } from "../model/json";
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  quantityOf,
  type Quantity,
} from "../model/kubernetes/quantity";
import { TENANT_QUOTA } from "../model/tenant/objects/base-isolation";
import type { TenantPair } from "./state";

/** Resources of which a tenant always has some. */
export const COMMON = /^(?:(?:requests|limits)\.(?:cpu|memory|storage|ephemeral-storage)|pods)$/;

/** Ports of nodes, addresses from outside and devices: there are few for all tenants. */
export function isScarce(key: string): boolean {
  if (/^services\.(?:nodeports|loadbalancers)$/.test(key)) return true;
  const isOfStorage = key.endsWith("persistentvolumeclaims") || key.includes(".storageclass.storage.k8s.io/");
  return key.startsWith("requests.") && !COMMON.test(key) && !isOfStorage;
}

/** What is scarce, by tenant: those keys of which its whole tree gets more. Within a tree it only moves. */
export function grownKeys(
  pairs: readonly TenantPair[],
  parents: ReadonlyMap<string, string>,
): (tenant: string) => ReadonlySet<string> {
  const names = new Set(pairs.flatMap(({ tenant }) => tenant ?? []));
  const topOf = (tenant: string, seen: readonly string[] = []): string => {
    const parent = parents.get(tenant);
    return parent === undefined || !names.has(parent) || seen.includes(parent)
      ? tenant
      : topOf(parent, [...seen, tenant]);
  };
  const sums = { before: new Map<string, Sums>(), after: new Map<string, Sums>() };
  for (const { tenant, objects } of pairs) {
    const quota = objects.find(({ before, after }) => (after ?? before)?.metadata.name === TENANT_QUOTA);
    if (tenant === undefined || quota === undefined) continue;
    for (const side of ["before", "after"] as const) {
      const top = topOf(tenant);
      sums[side].set(top, added(sums[side].get(top) ?? new Map(), quota[side]?.spec));
    }
  }
  return (tenant) => {
    const [former, next] = [sums.before.get(topOf(tenant)), sums.after.get(topOf(tenant))];
    const isMore = (key: string, sum: Quantity) => compareQuantities(sum, former?.get(key) ?? quantityOf(0)) > 0;
    return new Set([...(next ?? [])].flatMap(([key, sum]) => (isMore(key, sum) ? [key] : [])));
  };
}

type Sums = ReadonlyMap<string, Quantity>;

function added(sums: Sums, spec: unknown): Sums {
  const more = Object.entries(textMapIn(objectIn(spec).hard)).flatMap(([key, amount]) => {
    const quantity = isScarce(key) ? parseQuantity(amount) : undefined;
    return quantity === undefined ? [] : [[key, addQuantities(sums.get(key) ?? quantityOf(0), quantity)] as const];
  });
  return new Map([...sums, ...more]);
}
