import { objectTitle } from "../project/managed-object";
import type { Plan, PlannedAction, PlannedChange } from "./plan";

/** Group of the platform's objects. */
export const PLATFORM = "platform";
/** Group of resources that are not ours. */
export const OTHER = "other resources";

/** What a plan does to one tenant. Objects by kind and name, other resources by address. */
export interface TenantSummary {
  /** Namespace of the tenant, `platform`, or `other resources`. */
  readonly tenant: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Recreated. */
  readonly replaced: readonly string[];
  /** Imported; those with changes are in `changed` too. */
  readonly imported: readonly string[];
  /** At another address from now on. */
  readonly moved: readonly string[];
  /** From resources of another provider, which leave the state, or from the cluster, which had them; those with changes are in `changed` too. */
  readonly takenOver: readonly string[];
  /** Removed from the state, left in the cluster. */
  readonly forgotten: readonly string[];
  readonly quota: readonly QuotaMove[];
}

/** A bound of the tenant's own namespace that changes. */
export interface QuotaMove {
  /** Key of the ResourceQuota, e.g. `requests.cpu`. */
  readonly key: string;
  /** @default - it was not bounded */
  readonly from?: string;
  /** @default - it is bounded no more */
  readonly to?: string;
}

/** What a plan does, tenant by tenant, the platform first. */
export function summarize({ changes }: Pick<Plan, "changes">): readonly TenantSummary[] {
  const groups = new Map<string, PlannedChange[]>();
  for (const change of changes) {
    const tenant = groupOf(change);
    groups.set(tenant, [...(groups.get(tenant) ?? []), change]);
  }
  return [...groups].sort(byRank).map(([tenant, own]) => summaryOf(tenant, own));
}

/** The tenant that a change belongs to. */
export function groupOf({ before, after }: PlannedChange): string {
  const object = after ?? before;
  return object === undefined ? OTHER : (object.tenant ?? PLATFORM);
}

/** Namespaces that the plan removes, with their contents. */
export function removedNamespaces({ changes }: Pick<Plan, "changes">): readonly string[] {
  return changes
    .filter(({ actions, before }) => isRemoval(actions) && before?.kind === "Namespace")
    .flatMap(({ before }) => (before === undefined ? [] : [before.name]));
}

/** Whether an existing object is removed or recreated. */
export function isRemoval(actions: readonly PlannedAction[]): boolean {
  return actions.includes("remove") || actions.includes("replace");
}

function summaryOf(tenant: string, changes: readonly PlannedChange[]): TenantSummary {
  const titles = (wanted: PlannedAction) =>
    changes.filter(({ actions }) => actions.includes(wanted)).map((change) => titleOf(change));
  return {
    tenant,
    added: titles("add"),
    changed: titles("change"),
    removed: titles("remove"),
    replaced: titles("replace"),
    imported: titles("import"),
    moved: titles("move"),
    takenOver: titles("take-over"),
    forgotten: titles("forget"),
    quota: changes.flatMap(quotaMoves),
  };
}

function titleOf({ address, before, after, isRecord }: PlannedChange): string {
  if (isRecord === true) return `record of ${address}`;
  const object = after ?? before;
  return object === undefined ? address : objectTitle(object);
}

function quotaMoves({ before, after }: PlannedChange): readonly QuotaMove[] {
  if (after?.kind !== "ResourceQuota" || before === undefined) return [];
  const keys = [...new Set([...Object.keys(before.hard), ...Object.keys(after.hard)])].sort();
  return keys
    .map((key): QuotaMove => ({ key, from: before.hard[key], to: after.hard[key] }))
    .filter(({ from, to }) => from !== to);
}

function byRank([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

function rank(tenant: string): number {
  return tenant === PLATFORM ? 0 : tenant === OTHER ? 2 : 1;
}
