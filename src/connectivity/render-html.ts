import { escapeHtml, htmlPage } from "../model/html-text";
import type { Cell } from "./cell";
import { foldWays, type FoldedWays } from "./folded-ways";
import { HTML_STYLE } from "./html-style";
import type { ConnectivityMatrix } from "./matrix";
import { explainCell, undeclaredConnections, type Connection } from "./render-json";
import { isOpenToOwn, tenantView, type TenantView, type ViewRow } from "./tenant-view";

export interface HtmlOptions {
  /** @default "Connectivity of the tenants" */
  readonly title?: string;
  /** A line below the title, e.g. the commit and the time: the page itself knows neither. @default - none */
  readonly subtitle?: string;
  /** What was found beside the matrix; stands above it. @default - nothing */
  readonly findings?: readonly Finding[];
}

/** Lines under a heading. */
export interface Finding {
  /** What the lines are, with a colon at its end. */
  readonly heading: string;
  /** @default - the heading says all */
  readonly lines?: readonly string[];
}

const WORDS = { allow: "allow", partly: "partly", deny: "deny", unknown: "too costly to evaluate" } as const;
const MARKS = { allow: "✓", partly: "◐", deny: "·", unknown: "?" } as const;
const UNDECLARED = "!";

/** Makes one page that needs no network and runs no script: findings, the matrix with the tree of tenants, and what is open. */
export function renderMatrixHtml(whole: ConnectivityMatrix, options: HtmlOptions = {}): string {
  const body = `${options.subtitle === undefined ? "" : `<p>${escapeHtml(options.subtitle)}</p>`}
${findings(options.findings ?? [])}
<h2>Who reaches whom</h2>
${matrixParts(whole)}`;
  return htmlPage(options.title ?? "Connectivity of the tenants", HTML_STYLE, body);
}

/** The matrix and what is to be said of it, for a page of one's own; `MATRIX_STYLE` is for it. */
export function matrixParts(whole: ConnectivityMatrix): string {
  const view = tenantView(whole);
  const { matrix, rows, omitted } = view;
  const undeclared = undeclaredConnections(matrix);
  const folded = foldWays(matrix, ({ undeclared: extra }) => extra === undefined);
  return `${undeclared.length === 0 ? "" : `<h3>Open, but not declared</h3>\n${list(undeclared.map(sentence))}`}
<p>Rows open connections to columns. ${MARKS.allow} all ports, ${MARKS.partly} partly, ${MARKS.deny} nothing, – not shown${undeclared.length === 0 ? "" : `, ${UNDECLARED} not declared`}.</p>
<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">from \\ to</th>${rows.map((row) => heading(row, "col")).join("")}</tr></thead>
<tbody>
${rows.map((row, index) => tableRow(matrix, row, matrix.cells[index] ?? [])).join("\n")}
</tbody>
</table></div>
<h3>Open</h3>
${list(folded.sentences.map(escapeHtml))}
${ways(view, folded)}
${omitted.length === 0 ? "" : `<p>Not shown, no connection to or from a tenant: ${escapeHtml(omitted.join(", "))}</p>`}`;
}

function findings(all: readonly Finding[]): string {
  if (all.length === 0) return "";
  const items = all.map(({ heading: text, lines = [] }) => `${escapeHtml(text)}${list(lines.map(escapeHtml))}`);
  return `<h2>Findings</h2>\n${list(items)}`;
}

/** @param items - HTML */
function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

function heading({ group, label, depth }: ViewRow, scope: "col" | "row"): string {
  const side = scope === "row" ? "left" : "top";
  return `<th scope="${scope}" title="${escapeHtml(group.name)}"><span style="padding-${side}:${depth}em">${escapeHtml(label)}</span></th>`;
}

function tableRow({ groups }: ConnectivityMatrix, row: ViewRow, cells: readonly (Cell | null)[]): string {
  const texts = cells.map((cell, to) => data(cell, `${row.group.name} to ${groups[to]?.name ?? ""}`));
  return `<tr>${heading(row, "row")}${texts.join("")}</tr>`;
}

function data(cell: Cell | null, pair: string): string {
  if (cell === null) return "<td>–</td>";
  const ports = cell.ports === undefined ? "" : ` (${cell.ports.join(", ")})`;
  const isUndeclared = cell.undeclared !== undefined;
  const verdict = isOpenToOwn(cell) ? "allow" : cell.verdict;
  const hint = escapeHtml(`${pair}: ${WORDS[verdict]}${ports}${isUndeclared ? ", not declared" : ""}`);
  const [style, sign] = isUndeclared ? ["undeclared", UNDECLARED] : [verdict, MARKS[verdict]];
  return `<td class="${style}" title="${hint}">${sign}</td>`;
}

/** What is open beside what all tenants have, by the tenant, or by the group that is none. */
function ways({ rows }: TenantView, { ways: all }: FoldedWays): string {
  const tenants = new Set(rows.flatMap(({ group }) => (group.tenant === true ? [group.name] : [])));
  const ownerOf = ({ from, to }: Connection) => (tenants.has(from) || !tenants.has(to) ? from : to);
  const items = rows.flatMap(({ group }) => {
    const own = all.filter((way) => ownerOf(way) === group.name);
    return own.length === 0 ? [] : [`<b>${escapeHtml(group.name)}</b>${list(own.map(sentence))}`];
  });
  return list(items);
}

function sentence(way: Connection): string {
  return `<b>${escapeHtml(way.from)}</b> to <b>${escapeHtml(way.to)}</b>: ${escapeHtml(explainCell(way))}`;
}
