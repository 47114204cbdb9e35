import type { Issue } from "../../issue";
import { addQuantities, formatQuantity, parseQuantity, type Quantity } from "../../kubernetes/quantity";
import { INVALID } from "../../schema/invalid";
import type { Parent, Tenant } from "../resolve/tenant";
import { carveOutRules } from "./carve-out-rules";
import type { RuleContext } from "./rule";
import { tenantIssues } from "./validate";

/** What the rules of one tenant ask of those around it. */
export type Surroundings = Pick<RuleContext, "tenants" | "namespaces" | "grants">;

/**
 * What `validateTenants` tells of one tenant, without the share that it takes; it costs the same however many stand beside it.
 * Facts of the cluster must have no faults.
 */
export function validateTenant(tenant: Tenant, around: Surroundings): readonly Issue[] {
  const context = contextOf(around);
  const given = carveOutRules({ tenant, children: [] }, context);
  return [...tenantIssues(tenant, context), ...given.filter(({ path }) => path[0] === tenant.path)];
}

/**
 * Whether `validateTenants` has nothing to tell of the share that a tenant takes.
 * @param taken - what its siblings take together, by key of the quota
 */
export function isShareLeft(tenant: Tenant, taken: ReadonlyMap<string, Quantity>, around: Surroundings): boolean {
  if (tenant.parent === undefined) return true;
  const parent = withReserved(tenant.parent, taken);
  const children = [{ tenant, children: [] }];
  const node = "spec" in parent ? { tenant: parent, children } : { external: parent, children };
  return carveOutRules(node, contextOf(around)).every(({ path }) => path[0] !== tenant.path);
}

function contextOf(around: Surroundings): RuleContext {
  return { ...around, isKnown: (value) => value !== INVALID, isDeferred: () => false };
}

/** What others take is set aside before the tenant takes its share. */
function withReserved(parent: Parent, taken: ReadonlyMap<string, Quantity>): Parent {
  if (parent.quota === undefined) return parent;
  const aside = [...taken].map(([key, amount]): [string, string] => {
    const reserved = parseQuantity(parent.quota?.reserved[key]);
    return [key, formatQuantity(reserved === undefined ? amount : addQuantities(reserved, amount))];
  });
  return {
    ...parent,
    quota: { ...parent.quota, reserved: { ...parent.quota.reserved, ...Object.fromEntries(aside) } },
  };
}
