import type { ConnectivityMatrix } from "./matrix";
import { isTold, partOf } from "./tenant-view";

/**
 * The part of a matrix that concerns some of its groups: these, and all that one of them reaches or is reached from. Ways
 * between two others are left out.
 */
export function neighbourhood(whole: ConnectivityMatrix, names: ReadonlySet<string>): ConnectivityMatrix {
  const { groups, cells } = whole;
  const isChosen = (index: number) => names.has(groups[index]?.name ?? "");
  const indexes = [...groups.keys()];
  const chosen = indexes.filter(isChosen);
  const isNear = (index: number) => chosen.some((one) => isTold(cells[index]?.[one]) || isTold(cells[one]?.[index]));
  const shown = indexes.filter((index) => isChosen(index) || isNear(index));
  return partOf(whole, shown, (from, to) => (isChosen(from) || isChosen(to) ? (cells[from]?.[to] ?? null) : null));
}
