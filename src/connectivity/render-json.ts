import { withFewBlocks, type Cell } from "./cell";
import type { MatrixGroup } from "./groups";
import type { ConnectivityMatrix } from "./matrix";

/** The matrix as plain JSON to store and to diff. A pair that is not listed, and not excused by `unjudged`, is denied. */
export interface MatrixJson {
  /** Version of this form. */
  readonly formatVersion: 1;
  /** The rows, which are the columns too. */
  readonly groups: readonly MatrixGroup[];
  /** Groups without pods: nothing is known about them. @default - none */
  readonly unjudged?: readonly string[];
  /** Every pair of groups of which one reaches the other. */
  readonly connections: readonly Connection[];
}

/** A pair of groups between which something is open. */
export interface Connection extends Cell {
  readonly from: string;
  readonly to: string;
}

export function toMatrixJson(matrix: ConnectivityMatrix): MatrixJson {
  const unjudged = unjudgedGroups(matrix);
  return {
    formatVersion: 1,
    groups: matrix.groups,
    ...(unjudged.length === 0 ? {} : { unjudged }),
    connections: connections(matrix),
  };
}

/** All pairs that are not denied, row by row. */
export function connections({ groups, cells }: ConnectivityMatrix): readonly Connection[] {
  return cells.flatMap((row, from) =>
    row.flatMap((cell, to) => {
      if (cell === null || cell.verdict === "deny") return [];
      return [{ from: groups[from]?.name ?? "", to: groups[to]?.name ?? "", ...cell }];
    }),
  );
}

/** The pairs that let through what is not declared; each with just that. */
export function undeclaredConnections(matrix: ConnectivityMatrix): readonly Connection[] {
  return connections(matrix).flatMap(({ from, to, undeclared }) =>
    undeclared === undefined ? [] : [{ from, to, ...undeclared }],
  );
}

function unjudgedGroups({ groups, cells }: ConnectivityMatrix): readonly string[] {
  return groups.filter(({ kind }, index) => kind === "pods" && cells[index]?.[index] === null).map(({ name }) => name);
}

/** One line about an open pair: its ports and, where not all pairs fare alike, who gets through. */
export function explainCell({ verdict, ports = [], parts = [], omitted = 0 }: Cell): string {
  if (verdict === "allow") return "all ports";
  if (verdict === "unknown") return "not judged, too costly";
  if (parts.length === 0) return ports.join(", ");
  const lines = parts.map((part) => `${part.from.join(" | ")} to ${part.to.join(" | ")}: ${part.ports.join(", ")}`);
  return withFewBlocks([...lines, ...(omitted > 0 ? [`${omitted} more`] : [])].join("; "));
}
