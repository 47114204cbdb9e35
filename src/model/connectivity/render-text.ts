import type { Cell } from "./cell";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell } from "./render-json";

const MARKS = { allow: "+", partly: "~", deny: "." } as const;

/** Prints the matrix for a terminal: rows reach columns, columns carry the numbers of the rows; what is partly open follows. */
export function renderMatrixText(matrix: ConnectivityMatrix): string {
  const { groups, cells } = matrix;
  const nameWidth = Math.max(...groups.map(({ name }) => name.length), "from \\ to".length);
  const numberWidth = String(groups.length).length;
  const cellsOf = (texts: readonly string[]) => texts.map((text) => ` ${text.padStart(numberWidth)}`).join("");
  const rows = groups.map(({ name }, index) => {
    const marks = (cells[index] ?? []).map(mark);
    return `${String(index + 1).padStart(numberWidth)} ${name.padEnd(nameWidth)} ${cellsOf(marks)}`;
  });
  const header = `${" ".repeat(numberWidth)} ${"from \\ to".padEnd(nameWidth)} ${cellsOf(groups.map((_, index) => String(index + 1)))}`;
  const partly = connections(matrix).filter(({ verdict }) => verdict === "partly");
  return [
    header,
    ...rows,
    "",
    "+ all ports   ~ partly   . nothing   - not judged",
    ...partly.map((connection) => `${connection.from} -> ${connection.to}: ${explainCell(connection)}`),
    "",
  ].join("\n");
}

function mark(cell: Cell | null): string {
  return cell === null ? "-" : MARKS[cell.verdict];
}
