import { writeFileSync } from "node:fs";
import { renderMatrixHtml } from "../../model/connectivity/render-html";
import { toMatrixJson } from "../../model/connectivity/render-json";
import { renderMatrixMermaid } from "../../model/connectivity/render-mermaid";
import { renderMatrixText } from "../../model/connectivity/render-text";
import { defineCommand } from "../command";
import { tenantMatrix } from "../tenant-world";
import { CLUSTER_OPTION, loadTenants, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

interface MatrixOptions extends ClusterOption {
  readonly mermaid?: boolean;
  readonly html?: string;
}

export const matrix = defineCommand<MatrixOptions>({
  path: ["matrix"],
  summary: "print who reaches whom",
  description:
    "Judges the NetworkPolicies that synth emits, not what was meant by them: every tenant, the internet, DNS, the API " +
    "server and cloud metadata, in both directions. Rows open connections to columns.",
  examples: [
    "hikube matrix",
    "hikube matrix tenants.yaml --html connectivity.html",
    "hikube matrix --json > connectivity.json",
    "hikube matrix --mermaid",
  ],
  argument: TENANTS_ARGUMENT,
  options: [
    CLUSTER_OPTION,
    { flags: "--mermaid", description: "print a Mermaid diagram" },
    { flags: "--html <file>", description: "write one page to show: it loads nothing and runs no script" },
  ],
  run({ mermaid = false, html, ...options }, _io, [named]) {
    const tenants = loadTenants(named, options);
    const found = tenantMatrix(tenants);
    if (html !== undefined) writeFileSync(html, renderMatrixHtml(found, { subtitle: `From ${tenants.file}` }));
    const text = mermaid ? renderMatrixMermaid(found) : html === undefined ? renderMatrixText(found) : `wrote ${html}`;
    return Promise.resolve({ text: text.trimEnd(), json: toMatrixJson(found) });
  },
});
