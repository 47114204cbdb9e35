import { LABELS } from "../model/tenant/spec/labels";
import type { Cell } from "./cell";
import type { ConnectivityMatrix } from "./matrix";

/** A matrix as people are shown it. */
export interface TenantView {
  readonly matrix: ConnectivityMatrix;
  /** Groups that are left out: nothing is open between them and a tenant. */
  readonly omitted: readonly string[];
}

/** The footnote on the ways among a tenant's own pods. */
export const ISOLATED_NOTE = `Among a tenant's own pods all is open, except for pods labelled ${LABELS.isolated}=true: only the tenant's own policies apply to them.`;

/** Whether a way is open but for pods that their tenant has isolated. */
export function isOpenToOwn({ verdict, exceptIsolated }: Cell): boolean {
  return verdict === "allow" || exceptIsolated === true;
}

/**
 * Leaves out what concerns no tenant: the ways between two groups that are none, and groups of pods that no tenant
 * reaches or is reached from. A matrix without any tenant is shown whole.
 */
export function tenantView(whole: ConnectivityMatrix): TenantView {
  const { groups, cells } = whole;
  const isTenant = (index: number) => groups[index]?.tenant === true;
  const indexes = [...groups.keys()];
  if (!indexes.some(isTenant)) return { matrix: whole, omitted: [] };
  const isOpen = (from: number, to: number) => {
    const cell = cells[from]?.[to] ?? null;
    return cell !== null && (cell.verdict !== "deny" || cell.undeclared !== undefined);
  };
  const concerns = (index: number) =>
    indexes.some((other) => isTenant(other) && (isOpen(index, other) || isOpen(other, index))) ||
    indexes.some((other) => (cells[index]?.[other] ?? cells[other]?.[index])?.undeclared !== undefined);
  const isPlace = (index: number) => groups[index]?.kind === "outside";
  const shown = indexes.filter((index) => isTenant(index) || isPlace(index) || concerns(index));
  const cellOf = (from: number, to: number) => {
    const cell = cells[from]?.[to] ?? null;
    return isTenant(from) || isTenant(to) || cell?.undeclared !== undefined ? cell : null;
  };
  return {
    matrix: {
      groups: shown.flatMap((index) => groups[index] ?? []),
      cells: shown.map((from) => shown.map((to) => cellOf(from, to))),
    },
    omitted: indexes.filter((index) => !shown.includes(index)).map((index) => groups[index]?.name ?? ""),
  };
}
