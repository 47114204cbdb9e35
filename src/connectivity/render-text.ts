import { printableLine } from "../model/printable";
import type { Cell } from "./cell";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell, undeclaredConnections } from "./render-json";
import type { Connection } from "./render-json";

const MARKS = { allow: "+", partly: "~", deny: ".", unknown: "?" } as const;
const UNDECLARED = "!";

/**
 * Prints the matrix for a terminal: rows reach columns, columns carry the numbers of the rows; what is partly open
 * follows, and what is not declared last.
 */
export function renderMatrixText(matrix: ConnectivityMatrix): string {
  const { cells } = matrix;
  const groups = matrix.groups.map((group) => ({ ...group, name: printableLine(group.name) }));
  const nameWidth = Math.max(...groups.map(({ name }) => name.length), "from \\ to".length);
  const numberWidth = String(groups.length).length;
  const cellsOf = (texts: readonly string[]) => texts.map((text) => ` ${text.padStart(numberWidth)}`).join("");
  const rows = groups.map(({ name }, index) => {
    const marks = (cells[index] ?? []).map(mark);
    return `${String(index + 1).padStart(numberWidth)} ${name.padEnd(nameWidth)} ${cellsOf(marks)}`;
  });
  const header = `${" ".repeat(numberWidth)} ${"from \\ to".padEnd(nameWidth)} ${cellsOf(groups.map((_, index) => String(index + 1)))}`;
  const partly = connections(matrix).filter(({ verdict }) => verdict === "partly");
  const undeclared = undeclaredConnections(matrix);
  const hasUnknown = cells.some((row) => row.some((cell) => cell?.verdict === "unknown"));
  return [
    header,
    ...rows,
    "",
    `+ all ports   ~ partly   . nothing   - not judged${hasUnknown ? "   ? too costly to judge" : ""}${undeclared.length > 0 ? `   ${UNDECLARED} not declared` : ""}`,
    ...partly.map(connectionLine),
    ...(undeclared.length > 0 ? ["", "open, but not declared:"] : []),
    ...undeclared.map((connection) => `  ${connectionLine(connection)}`),
    "",
  ].join("\n");
}

/** One line about an open pair. */
export function connectionLine(connection: Connection): string {
  return printableLine(`${connection.from} -> ${connection.to}: ${explainCell(connection)}`);
}

function mark(cell: Cell | null): string {
  if (cell === null) return "-";
  return cell.undeclared === undefined ? MARKS[cell.verdict] : UNDECLARED;
}
