import type { Cell } from "./cell";
import type { MatrixGroup } from "./groups";
import { HTML_STYLE } from "./html-style";
import type { ConnectivityMatrix } from "./matrix";
import { connections, explainCell } from "./render-json";
import type { Connection } from "./render-json";

export interface HtmlOptions {
  /** @default "Connectivity of the tenants" */
  readonly title?: string;
  /** A line below the title, e.g. the commit and the time: the page itself knows neither. @default - none */
  readonly subtitle?: string;
}

const WORDS = { allow: "allow", partly: "partly", deny: "deny" } as const;
const MARKS = { allow: "✓", partly: "◐", deny: "·" } as const;

/** Makes one page that needs no network and runs no script: the tree of tenants, the matrix, and what is partly open. */
export function renderMatrixHtml(matrix: ConnectivityMatrix, options: HtmlOptions = {}): string {
  const title = escapeHtml(options.title ?? "Connectivity of the tenants");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<h1>${title}</h1>
${options.subtitle === undefined ? "" : `<p>${escapeHtml(options.subtitle)}</p>`}
<h2>Tenants</h2>
${tree(matrix.groups, undefined)}
<h2>Who reaches whom</h2>
<p>Rows open connections to columns. ${MARKS.allow} all ports, ${MARKS.partly} partly, ${MARKS.deny} nothing, – not judged.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">from \\ to</th>${matrix.groups.map(({ name }) => heading(name, "col")).join("")}</tr></thead>
<tbody>
${matrix.groups.map(({ name }, index) => row(matrix, name, matrix.cells[index] ?? [])).join("\n")}
</tbody>
</table></div>
<h2>Partly open</h2>
${details(connections(matrix).filter(({ verdict }) => verdict === "partly"))}
</body>
</html>
`;
}

/** The groups below a parent; a group whose parent is not in the matrix stands at the top. */
function tree(groups: readonly MatrixGroup[], parent: string | undefined): string {
  const children = groups.filter((group) => group.kind === "pods" && group.parent === parent);
  if (children.length === 0) return "";
  const items = children.map(({ name }) => `<li>${escapeHtml(name)}${tree(groups, name)}</li>`);
  return `<ul>${items.join("")}</ul>`;
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
  const hint = escapeHtml(`${pair}: ${WORDS[cell.verdict]}${ports}`);
  return `<td class="${cell.verdict}" title="${hint}">${MARKS[cell.verdict]}</td>`;
}

function details(partly: readonly Connection[]): string {
  if (partly.length === 0) return "<p>Nothing.</p>";
  const items = partly.map(
    (connection) =>
      `<li><b>${escapeHtml(connection.from)}</b> to <b>${escapeHtml(connection.to)}</b>: ${escapeHtml(explainCell(connection))}</li>`,
  );
  return `<ul>${items.join("\n")}</ul>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
