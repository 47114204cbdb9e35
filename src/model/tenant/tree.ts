import { restOf } from "./objects/carve-out";
import { addQuantities, formatQuantity, parseQuantity } from "../kubernetes/quantity";
import type { Profile } from "./spec/profile";
import type { ExternalNode, Forest, TenantNode } from "./resolve/tenant";
import type { StringMap } from "../kubernetes/kube-object";

/** One line of a printed tenant tree; amounts by ResourceQuota key. */
export interface TenantTreeRow {
  readonly namespace: string;
  readonly name: string;
  /** 0 for a top tenant. */
  readonly depth: number;
  /** @default - declared elsewhere, and not known here */
  readonly profile?: Profile;
  /** Whether the tenant is declared elsewhere: its amounts are then what is available for its sub-tenants here. */
  readonly external: boolean;
  /** What the whole subtree may take. */
  readonly declared: StringMap;
  /** What is left for the tenant's own namespace. */
  readonly rest: StringMap;
  /** Sum over the direct children. */
  readonly children: StringMap;
  /** What is set aside for children that other repositories declare. @default - nothing, or not known here */
  readonly reserved?: StringMap;
  /** When it ends, in RFC 3339. @default - never, or not known here */
  readonly expiresAt?: string;
  /** Whether the platform refuses to delete its namespace. @default - not known here */
  readonly protected?: boolean;
  /** Whether the code suspends it. What a command suspended in a cluster is not known here. @default - it does not, or not known here */
  readonly suspended?: boolean;
}

/** The rows of a forest, each tenant before its children. */
export function tenantTree(forest: Forest): readonly TenantTreeRow[] {
  return forest.flatMap((node) => ("tenant" in node ? rowsOf(node, 0) : externalRows(node)));
}

function rowsOf({ tenant, children }: TenantNode, depth: number): readonly TenantTreeRow[] {
  const shares = children.map((child) => child.tenant);
  const row: TenantTreeRow = {
    ...{ namespace: tenant.namespace, name: tenant.name, depth, profile: tenant.profile, external: false },
    declared: tenant.quota.capacity,
    rest: restOf(tenant.quota, shares),
    children: sumOf(shares.map((child) => child.quota.capacity)),
    reserved: tenant.quota.reserved,
    ...(tenant.expiresAt === undefined ? {} : { expiresAt: tenant.expiresAt }),
    protected: tenant.protected,
    ...(tenant.suspended ? { suspended: true } : {}),
  };
  return [row, ...children.flatMap((child) => rowsOf(child, depth + 1))];
}

function externalRows({ external, children }: ExternalNode): readonly TenantTreeRow[] {
  const shares = children.map((child) => child.tenant);
  const { namespace, profile, quota, expiresAt, suspended } = external;
  const row: TenantTreeRow = {
    ...{ namespace, name: namespace, depth: 0, profile, external: true },
    declared: quota?.capacity ?? {},
    rest: quota === undefined ? {} : restOf(quota, shares),
    children: sumOf(shares.map((child) => child.quota.capacity)),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(suspended === true ? { suspended } : {}),
  };
  return [row, ...children.flatMap((child) => rowsOf(child, 1))];
}

/** Amounts added up, key by key. */
export function sumOf(maps: readonly StringMap[]): StringMap {
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
  return Object.fromEntries(
    keys.map((key) => {
      const amounts = maps.map((map) => parseQuantity(map[key])).filter((amount) => amount !== undefined);
      return [key, formatQuantity(amounts.reduce(addQuantities, { nano: 0n, form: "decimal" }))];
    }),
  );
}
