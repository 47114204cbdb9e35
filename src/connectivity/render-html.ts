import { escapeHtml, htmlPage } from "../model/html-text";
import type { Cell } from "./cell";
import type { MatrixGroup } from "./groups";
import { HTML_STYLE } from "./html-style";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell, undeclaredConnections, type Connection } from "./render-json";
import { ISOLATED_NOTE, isOpenToOwn, tenantView } from "./tenant-view";

export interface HtmlOptions {
  /** @default "Connectivity of the tenants" */
  readonly title?: string;
  /** A line below the title, e.g. the commit and the time: the page itself knows neither. @default - none */
  readonly subtitle?: string;
}

const WORDS = { allow: "allow", partly: "partly", deny: "deny", unknown: "too costly to evaluate" } as const;
const MARKS = { allow: "✓", partly: "◐", deny: "·", unknown: "?" } as const;
const UNDECLARED = "!";

/** Makes one page that needs no network and runs no script: the tree of tenants, the matrix, and what is partly open. */
export function renderMatrixHtml(whole: ConnectivityMatrix, options: HtmlOptions = {}): string {
  const { groups } = tenantView(whole).matrix;
  const body = `${options.subtitle === undefined ? "" : `<p>${escapeHtml(options.subtitle)}</p>`}
<h2>Tenants</h2>
${tree(groups.filter(({ tenant }) => tenant === true))}
<h2>Outside the tenants</h2>
${plainList(groups.filter(({ tenant }) => tenant !== true).map(({ name }) => name))}
<h2>Who reaches whom</h2>
${matrixParts(whole)}`;
  return htmlPage(options.title ?? "Connectivity of the tenants", HTML_STYLE, body);
}

/** The matrix and what is to be said of it, for a page of one's own; `MATRIX_STYLE` is for it. */
export function matrixParts(whole: ConnectivityMatrix): string {
  const { matrix, omitted } = tenantView(whole);
  const undeclared = undeclaredConnections(matrix);
  return `<p>Rows open connections to columns. ${MARKS.allow} all ports, ${MARKS.partly} partly, ${MARKS.deny} nothing, – not judged${undeclared.length === 0 ? "" : `, ${UNDECLARED} not declared`}.</p>
<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">from \\ to</th>${matrix.groups.map(({ name }) => heading(name, "col")).join("")}</tr></thead>
<tbody>
${matrix.groups.map(({ name }, index) => row(matrix, name, matrix.cells[index] ?? [])).join("\n")}
</tbody>
</table></div>
${undeclared.length === 0 ? "" : `<h3>Open, but not declared</h3>\n${details(undeclared)}`}
<h3>Partly open</h3>
${details(connections(matrix).filter(({ verdict, exceptIsolated }) => verdict === "partly" && exceptIsolated !== true))}
<p>${ISOLATED_NOTE}</p>
${omitted.length === 0 ? "" : `<p>Not shown, no connection to or from a tenant: ${escapeHtml(omitted.join(", "))}</p>`}`;
}

/** The groups below a parent; a group whose parent is not among them stands at the top. */
function tree(groups: readonly MatrixGroup[], parent?: string): string {
  const names = new Set(groups.map(({ name }) => name));
  const children = groups.filter((group) => (names.has(group.parent ?? "") ? group.parent : undefined) === parent);
  if (children.length === 0) return "";
  const items = children.map(({ name }) => `<li>${escapeHtml(name)}${tree(groups, name)}</li>`);
  return `<ul>${items.join("")}</ul>`;
}

function plainList(names: readonly string[]): string {
  return `<ul>${names.map((name) => `<li>${escapeHtml(name)}</li>`).join("")}</ul>`;
}

function heading(name: string, scope: "col" | "row"): string {
  return `<th scope="${scope}"><span>${escapeHtml(name)}</span></th>`;
}

function row({ groups }: ConnectivityMatrix, name: string, cells: readonly (Cell | null)[]): string {
  return `<tr>${heading(name, "row")}${cells.map((cell, to) => data(cell, `${name} to ${groups[to]?.name ?? ""}`)).join("")}</tr>`;
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

function details(partly: readonly Connection[]): string {
  if (partly.length === 0) return "<p>Nothing.</p>";
  const items = partly.map(
    (connection) =>
      `<li><b>${escapeHtml(connection.from)}</b> to <b>${escapeHtml(connection.to)}</b>: ${escapeHtml(explainCell(connection))}</li>`,
  );
  return `<ul>${items.join("\n")}</ul>`;
}
