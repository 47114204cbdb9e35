import type { StringMap } from "../model/kubernetes/kube-object";
import { tenantNodes, type Forest, type Tenant } from "../model/tenant/resolve/tenant";
import type { CostSpec } from "../model/tenant/spec/spec";
import { sumOf, tenantTree, type TenantTreeRow } from "../model/tenant/tree";
import type { CostCenterFigures, TenantFigures } from "./document";

/** What is used in each namespace of a tenant, by ResourceQuota key. */
export type Usage = ReadonlyMap<string, StringMap>;

/**
 * The figures of all tenants that are declared here, each before its children.
 * @param usage - of a cluster; a namespace that it does not have uses nothing
 */
export function tenantFigures(forest: Forest, usage?: Usage): readonly TenantFigures[] {
  const rows = tenantTree(forest);
  const tenants = new Map(tenantNodes(forest).map(({ tenant }) => [tenant.namespace, tenant]));
  return rows.flatMap((row, index) => {
    const tenant = tenants.get(row.namespace);
    if (tenant === undefined) return [];
    const below = [row, ...subtree(rows, index)].map(({ namespace }) => usage?.get(namespace) ?? {});
    return [figuresOf(row, tenant, usage === undefined ? undefined : { own: below[0] ?? {}, all: sumOf(below) })];
  });
}

interface Used {
  readonly own: StringMap;
  readonly all: StringMap;
}

function figuresOf(row: TenantTreeRow, tenant: Tenant, used: Used | undefined): TenantFigures {
  const { namespace, name, depth, declared, rest, reserved = {} } = row;
  const parent = tenant.ancestors.at(-1);
  const { costCenter, project, owner, note } = tenant.cost;
  const texts: CostSpec & { readonly expiresAt?: string } = {
    costCenter,
    project,
    owner,
    note,
    expiresAt: tenant.expiresAt,
  };
  return {
    ...{ namespace, name, depth, profile: tenant.profile, declared, rest, reserved },
    ...(parent === undefined ? {} : { parent }),
    ...(used === undefined ? {} : { used: only(declared, used.own), usedBelow: only(declared, used.all) }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    protected: tenant.protected,
    suspended: tenant.suspended,
  };
}

/** The rows below one, which are deeper and follow it. */
function subtree(rows: readonly TenantTreeRow[], index: number): readonly TenantTreeRow[] {
  const depth = rows[index]?.depth ?? 0;
  const after = rows.slice(index + 1);
  const end = after.findIndex((row) => row.depth <= depth);
  return end < 0 ? after : after.slice(0, end);
}

/** Of what is used that which is bounded. */
function only(declared: StringMap, used: StringMap): StringMap {
  return Object.fromEntries(Object.keys(declared).map((key) => [key, used[key] ?? "0"]));
}

/**
 * What each cost centre has, by name: of each tenant what is left for its own namespace and what it set aside, so that
 * the sum over all is what the top tenants declared.
 */
export function costCenters(tenants: readonly TenantFigures[]): readonly CostCenterFigures[] {
  const names = [...new Set(tenants.map(({ costCenter }) => costCenter))];
  return names.sort(byName).map((costCenter) => {
    const own = tenants.filter((tenant) => tenant.costCenter === costCenter);
    const isLive = own.some(({ used }) => used !== undefined);
    return {
      ...(costCenter === undefined ? {} : { costCenter }),
      tenants: own.length,
      declared: sumOf(own.flatMap(({ rest, reserved }) => [rest, reserved])),
      ...(isLive ? { used: sumOf(own.map(({ used = {} }) => used)) } : {}),
    };
  });
}

/** Tenants without a cost centre come last. */
function byName(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  return left < right ? -1 : 1;
}
