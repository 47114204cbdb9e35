import { printableLine } from "../model/printable";
import type { Cell } from "./cell";
import { foldWays } from "./folded-ways";
import type { ConnectivityMatrix } from "./matrix";
import { explainCell, undeclaredConnections, type Connection } from "./render-json";
import { isOpenToOwn, tenantView, type TenantView, type ViewRow } from "./tenant-view";

const MARKS = { allow: "+", partly: "~", deny: ".", unknown: "?" } as const;
const UNDECLARED = "!";
/** A wider table is broken by most terminals. */
const MOST_COLUMNS = 120;
const INDENT = "  ";

/**
 * Prints the matrix for a terminal, tenants below their parents: rows reach columns, columns carry the numbers of the rows;
 * what is partly open follows, and what is not declared last. A matrix that is too wide for a table is a list of the ways of each
 * tenant. What concerns no tenant is left out, and what all tenants have alike is told once.
 */
export function renderMatrixText(whole: ConnectivityMatrix): string {
  const view = tenantView(whole);
  const undeclared = undeclaredConnections(view.matrix);
  const lines = table(view);
  const isWide = lines.some(({ length }) => length > MOST_COLUMNS);
  return [
    ...(isWide ? ways(view) : [...lines, "", legend(view.matrix), ...partly(view)]),
    ...(view.omitted.length > 0
      ? [printableLine(`Not shown, no connection to or from a tenant: ${view.omitted.join(", ")}`)]
      : []),
    ...(undeclared.length > 0 ? ["", "open, but not declared:"] : []),
    ...undeclared.map((connection) => `  ${connectionLine(connection)}`),
    "",
  ].join("\n");
}

function nameOf({ label, depth }: ViewRow): string {
  return printableLine(`${INDENT.repeat(depth)}${label}`);
}

function table({ matrix: { cells }, rows }: TenantView): readonly string[] {
  const names = rows.map(nameOf);
  const nameWidth = Math.max(...names.map((name) => name.length), "from \\ to".length);
  const numberWidth = String(rows.length).length;
  const line = (number: string, name: string, texts: readonly string[]) =>
    `${number.padStart(numberWidth)} ${name.padEnd(nameWidth)} ${texts.map((text) => ` ${text.padStart(numberWidth)}`).join("")}`;
  const numbers = names.map((_, index) => String(index + 1));
  const marks = names.map((name, index) => line(String(index + 1), name, (cells[index] ?? []).map(mark)));
  return [line("", "from \\ to", numbers), ...marks];
}

function legend({ cells }: ConnectivityMatrix): string {
  const has = (is: (cell: Cell | null) => boolean) => cells.some((row) => row.some(is));
  return [
    "+ all ports   ~ partly   . nothing   - not shown",
    ...(has((cell) => cell?.verdict === "unknown") ? ["? too costly to evaluate"] : []),
    ...(has((cell) => cell?.undeclared !== undefined) ? [`${UNDECLARED} not declared`] : []),
  ].join("   ");
}

/** What a table cannot tell. What is open alike from several groups to one is one line. */
function partly({ matrix }: TenantView): readonly string[] {
  const folded = foldWays(matrix, ({ verdict }) => verdict === "partly");
  const sources = new Map<string, string[]>();
  for (const way of folded.ways) {
    const line = `${way.to}: ${explainCell(way)}`;
    sources.set(line, [...(sources.get(line) ?? []), way.from]);
  }
  return [...[...sources].map(([line, from]) => `${from.join(", ")} -> ${line}`), ...folded.sentences].map((line) =>
    printableLine(line),
  );
}

/** The tree of tenants, with the ways of each below it. */
function ways({ matrix, rows }: TenantView): readonly string[] {
  const folded = foldWays(matrix);
  const tenants = rows.filter(({ group }) => group.tenant === true);
  const names = new Set(tenants.map(({ group }) => group.name));
  const lines = tenants.flatMap((row) => {
    const { name } = row.group;
    const out = folded.ways.filter(({ from }) => from === name).map((way) => `-> ${way.to}: ${explainCell(way)}`);
    const into = folded.ways.filter(({ from, to }) => to === name && !names.has(from));
    const all = [...out, ...into.map((way) => `<- ${way.from}: ${explainCell(way)}`)];
    return [nameOf(row), ...all.map((line) => printableLine(`${INDENT.repeat(row.depth + 2)}${line}`))];
  });
  return [...lines, "", ...folded.sentences.map((line) => printableLine(line))];
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
