import { LABELS } from "../model/tenant/spec/labels";
import type { Cell } from "./cell";
import type { MatrixGroup } from "./groups";
import type { ConnectivityMatrix } from "./matrix";

/** A matrix as people are shown it. */
export interface TenantView {
  /** Tenants in the order of their tree, then what is beside them. */
  readonly matrix: ConnectivityMatrix;
  /** What each row of the matrix is called, below its parent. */
  readonly rows: readonly ViewRow[];
  /** Groups that are left out: nothing is open between them and a tenant. */
  readonly omitted: readonly string[];
}

export interface ViewRow {
  readonly group: MatrixGroup;
  /** The name without that of the parent, which stands above. */
  readonly label: string;
  /** How many ancestors stand above. */
  readonly depth: number;
}

/** The footnote on the ways among a tenant's own pods. */
export const ISOLATED_NOTE = `Among a tenant's own pods all is open, except for pods labelled ${LABELS.isolated}=true: only the tenant's own policies apply to them.`;

/** Whether a way is open but for pods that their tenant has isolated. */
export function isOpenToOwn({ verdict, exceptIsolated }: Cell): boolean {
  return verdict === "allow" || exceptIsolated === true;
}

/** Whether there is something to tell of a way. */
export function isTold(cell: Cell | null | undefined): boolean {
  return cell !== null && cell !== undefined && (cell.verdict !== "deny" || cell.undeclared !== undefined);
}

/**
 * Leaves out what concerns no tenant: the ways between two groups that are none, and groups that no tenant reaches or is
 * reached from. A matrix without any tenant is shown whole.
 */
export function tenantView(whole: ConnectivityMatrix): TenantView {
  const { groups, cells } = whole;
  const isTenant = (index: number) => groups[index]?.tenant === true;
  const indexes = [...groups.keys()];
  if (!indexes.some(isTenant)) return { matrix: whole, rows: rowsOf(groups), omitted: [] };
  const concerns = (index: number) =>
    indexes.some((other) => isTenant(other) && (isTold(cells[index]?.[other]) || isTold(cells[other]?.[index]))) ||
    indexes.some((other) => (cells[index]?.[other] ?? cells[other]?.[index])?.undeclared !== undefined);
  const cellOf = (from: number, to: number) => {
    const cell = cells[from]?.[to] ?? null;
    return isTenant(from) || isTenant(to) || cell?.undeclared !== undefined ? cell : null;
  };
  const shown = [...inTree(whole).filter(isTenant), ...indexes.filter((index) => !isTenant(index) && concerns(index))];
  const matrix = partOf(whole, shown, cellOf);
  return {
    matrix,
    rows: rowsOf(matrix.groups),
    omitted: indexes.filter((index) => !shown.includes(index)).map((index) => groups[index]?.name ?? ""),
  };
}

/** A matrix of some of its groups alone. */
export function partOf(
  { groups, cells }: ConnectivityMatrix,
  indexes: readonly number[],
  cellOf = (from: number, to: number): Cell | null => cells[from]?.[to] ?? null,
): ConnectivityMatrix {
  return {
    groups: indexes.flatMap((index) => groups[index] ?? []),
    cells: indexes.map((from) => indexes.map((to) => cellOf(from, to))),
  };
}

/** Each group below its parent. */
function inTree({ groups }: ConnectivityMatrix): readonly number[] {
  const indexOf = new Map(groups.map(({ name }, index) => [name, index]));
  const children = new Map<number | undefined, number[]>();
  for (const [index, { parent }] of groups.entries()) {
    const above = indexOf.get(parent ?? "");
    children.set(above, [...(children.get(above) ?? []), index]);
  }
  const below = (index: number | undefined): readonly number[] =>
    (children.get(index) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(undefined);
}

function rowsOf(groups: readonly MatrixGroup[]): readonly ViewRow[] {
  const depths = new Map<string, number>();
  return groups.map((group) => {
    const { name, parent = "" } = group;
    const above = depths.get(parent);
    const depth = above === undefined ? 0 : above + 1;
    depths.set(name, depth);
    const label = above !== undefined && name.startsWith(`${parent}-`) ? name.slice(parent.length + 1) : name;
    return { group, label, depth };
  });
}
