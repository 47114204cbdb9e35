import { printableLine } from "../model/printable";
import type { Cell } from "./cell";
import type { MatrixGroup } from "./groups";
import type { ConnectivityMatrix } from "./matrix";
import { connections } from "./render-json";
import { isOpenToOwn } from "./tenant-view";

/**
 * Draws the matrix as a Mermaid flow chart: an arrow for what is open, dotted with its ports for what is partly open,
 * none for what is denied; thick for what is not declared. Sub-tenants stand beside their parents. A group's way to
 * itself is left out when it is open.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function renderMatrixMermaid(matrix: ConnectivityMatrix): string {
  const ids = new Map(matrix.groups.map(({ name }, index) => [name, `g${index}`]));
  const nodes = matrix.groups.map((group) => `  ${ids.get(group.name) ?? ""}${shape(group)}`);
  const edges = connections(matrix)
    .filter((connection) => {
      const { from, to, undeclared } = connection;
      return from !== to || !isOpenToOwn(connection) || undeclared !== undefined;
    })
    .map((connection) => `  ${ids.get(connection.from) ?? ""} ${arrow(connection)} ${ids.get(connection.to) ?? ""}`);
  return ["flowchart LR", ...nodes, ...edges, ""].join("\n");
}

function arrow({ verdict, ports = [], undeclared }: Cell): string {
  if (undeclared !== undefined) {
    const { ports: extra = ["all ports"] } = undeclared;
    return `==>|"${escapeMermaid(`not declared, ${extra.join(", ")}`)}"|`;
  }
  if (verdict === "unknown") return `-.->|"not judged"|`;
  return verdict === "allow" ? "-->" : `-.->|"${escapeMermaid(ports.join(", "))}"|`;
}

function shape({ name, kind }: MatrixGroup): string {
  return kind === "pods" ? `["${escapeMermaid(name)}"]` : `(["${escapeMermaid(name)}"])`;
}

/** Mermaid has a code for every character; whatever is not plain takes it, so that no name can end its quotes. */
function escapeMermaid(text: string): string {
  return printableLine(text).replace(/[^A-Za-z0-9 .,/_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
