import { printableLine } from "../model/printable";
import type { Cell } from "./cell";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell, undeclaredConnections, type Connection } from "./render-json";
import { ISOLATED_NOTE, isOpenToOwn, tenantView } from "./tenant-view";

const MARKS = { allow: "+", partly: "~", deny: ".", unknown: "?" } as const;
const UNDECLARED = "!";

/**
 * Prints the matrix for a terminal: rows reach columns, columns carry the numbers of the rows; what is partly open
 * follows, and what is not declared last. What concerns no tenant is left out.
 */
export function renderMatrixText(whole: ConnectivityMatrix): string {
  const { matrix, omitted } = tenantView(whole);
  const all = connections(matrix);
  const partly = all.filter(({ verdict, exceptIsolated }) => verdict === "partly" && exceptIsolated !== true);
  const undeclared = undeclaredConnections(matrix);
  return [
    ...table(matrix),
    "",
    legend(matrix),
    ...partlyLines(partly, matrix),
    ...(all.some(({ exceptIsolated }) => exceptIsolated) ? [ISOLATED_NOTE] : []),
    ...(omitted.length > 0
      ? [printableLine(`Not shown, no connection to or from a tenant: ${omitted.join(", ")}`)]
      : []),
    ...(undeclared.length > 0 ? ["", "open, but not declared:"] : []),
    ...undeclared.map((connection) => `  ${connectionLine(connection)}`),
    "",
  ].join("\n");
}

function table({ groups, cells }: ConnectivityMatrix): readonly string[] {
  const names = groups.map(({ name }) => printableLine(name));
  const nameWidth = Math.max(...names.map((name) => name.length), "from \\ to".length);
  const numberWidth = String(groups.length).length;
  const line = (number: string, name: string, texts: readonly string[]) =>
    `${number.padStart(numberWidth)} ${name.padEnd(nameWidth)} ${texts.map((text) => ` ${text.padStart(numberWidth)}`).join("")}`;
  const numbers = names.map((_, index) => String(index + 1));
  const rows = names.map((name, index) => line(String(index + 1), name, (cells[index] ?? []).map(mark)));
  return [line("", "from \\ to", numbers), ...rows];
}

function legend({ cells }: ConnectivityMatrix): string {
  const has = (is: (cell: Cell | null) => boolean) => cells.some((row) => row.some(is));
  return [
    "+ all ports   ~ partly   . nothing   - not judged",
    ...(has((cell) => cell?.verdict === "unknown") ? ["? too costly to evaluate"] : []),
    ...(has((cell) => cell?.undeclared !== undefined) ? [`${UNDECLARED} not declared`] : []),
  ].join("   ");
}

/** What is open alike from several groups to one is one line. */
function partlyLines(partly: readonly Connection[], { groups }: ConnectivityMatrix): readonly string[] {
  const tenants = groups.filter(({ tenant }) => tenant === true).length;
  const isTenant = new Set(groups.flatMap(({ name, tenant }) => (tenant === true ? [name] : [])));
  const sources = new Map<string, string[]>();
  for (const connection of partly) {
    const line = `${connection.to}: ${explainCell(connection)}`;
    sources.set(line, [...(sources.get(line) ?? []), connection.from]);
  }
  return [...sources].map(([line, from]) => {
    const isEach = from.length > 1 && from.length === tenants && from.every((name) => isTenant.has(name));
    return printableLine(`${isEach ? "every tenant" : from.join(", ")} -> ${line}`);
  });
}

/** One line about an open pair. */
export function connectionLine(connection: Connection): string {
  return printableLine(`${connection.from} -> ${connection.to}: ${explainCell(connection)}`);
}

function mark(cell: Cell | null): string {
  if (cell === null) return "-";
  if (cell.undeclared !== undefined) return UNDECLARED;
  return isOpenToOwn(cell) ? MARKS.allow : MARKS[cell.verdict];
}
