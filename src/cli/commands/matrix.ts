import { existsSync, writeFileSync } from "node:fs";
import type { Cluster } from "../../kube/cluster";
import { printableLine } from "../../model/printable";
import { SpecError } from "../../model/issue";
import type { ConnectivityMatrix } from "../../connectivity/matrix";
import { renderMatrixHtml } from "../../connectivity/render-html";
import { toMatrixJson } from "../../connectivity/render-json";
import { renderMatrixMermaid } from "../../connectivity/render-mermaid";
import { renderMatrixText } from "../../connectivity/render-text";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { findFacts, inspectCluster } from "../../kube/inspect/inspect-cluster";
import { staleWarnings } from "../../model/cluster/stale-facts";
import { withPlace } from "../../tenants-file/file-issue";
import { readClusterFile } from "../../tenants-file/files";
import { defineCommand, EXIT, UsageError, type Io, type Outcome } from "../command";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { formatComparison, formatNotJudged, isIncomplete, liveMatrix, otherPolicies } from "../matrix/live-matrix";
import { readSnapshot } from "../matrix/live-snapshot";
import { assertWritableFile } from "../output-path";
import { note } from "../printer";
import { tenantMatrix } from "../matrix/tenant-snapshot";
import { CLUSTER_OPTION, loadTenants, SYNTHESIZED, TENANTS_ARGUMENT, type ClusterOption } from "../tenants-source";

interface MatrixOptions extends ClusterOption, ConnectionOptions {
  readonly live?: boolean;
  readonly output: string;
  readonly html?: string;
}

export const matrix = defineCommand<MatrixOptions>({
  path: ["matrix"],
  summary: "print who reaches whom",
  description:
    "Evaluates the NetworkPolicies that synth emits: who can open a connection to whom, among all tenants, the internet, " +
    "DNS, the API server and cloud metadata. Rows connect to columns. With --live it evaluates all policies, namespaces " +
    "and pods of a cluster, whoever created them, and marks what is open there and not declared. What a tenant opens " +
    "among its own pods is not a finding. Without a file and without a previous synth it compares with nothing.",
  examples: [
    "hikube matrix",
    "hikube matrix tenants.yaml --html connectivity.html",
    "hikube matrix --json > connectivity.json",
    "hikube matrix --output mermaid",
    "hikube matrix tenants.yaml --live --context production",
  ],
  exits: {
    [EXIT.findings]: "with --live: connections that are open and not declared, or that are too costly to evaluate",
  },
  argument: TENANTS_ARGUMENT,
  formats: ["text", "mermaid"],
  options: [
    CLUSTER_OPTION,
    { flags: "--html <file>", description: "write one self-contained HTML page" },
    { flags: "--live", description: "evaluate a cluster and compare it with what is declared" },
    ...CONNECTION_OPTIONS,
  ],
  async run({ live = false, ...options }, io, [named]) {
    if (options.html !== undefined) assertWritableFile("--html", options.html);
    if (live) return runLive(named, options, io);
    if (options.kubeconfig !== undefined || options.context !== undefined)
      throw new UsageError("--kubeconfig and --context are for --live; without it no cluster is asked");
    const tenants = loadTenants(named, options);
    const found = tenantMatrix(tenants);
    return { text: show(found, options, `From ${tenants.file}`), json: toMatrixJson(found) };
  },
});

async function runLive(named: string | undefined, options: MatrixOptions, io: Io): Promise<Outcome> {
  const tenants = named === undefined && !existsSync(SYNTHESIZED) ? undefined : loadTenants(named, options);
  return withCluster(options, io, async (cluster) => {
    const others = await otherPolicies(cluster);
    if (others.length > 0) note(io, "not-judged", `policies of ${others.join(", ")} are not judged`);
    if (tenants !== undefined) await noteStaleFacts(cluster, tenants.cluster, io);
    const facts = tenants?.cluster ?? (await factsOf(cluster, options, io));
    const snapshot = await readSnapshot(cluster);
    for (const { what, count } of snapshot.passedOver ?? [])
      note(io, "not-judged", `not judged: ${what} (${String(count)})`);
    const judged = liveMatrix(snapshot, facts, tenants);
    const { matrix: found, comparison, notJudged } = judged;
    const source = `From ${cluster.server}${tenants === undefined ? "" : `, compared with ${tenants.file}`}`;
    const shown = show(found, options, source);
    const isOpen = comparison !== undefined && comparison.undeclared.length > 0;
    const exitCode = isOpen || isIncomplete(judged) ? EXIT.findings : EXIT.done;
    const notes = [formatNotJudged(judged), ...(comparison === undefined ? [] : [formatComparison(comparison)])];
    const told = notes.filter((text) => text !== "").map((text) => `\n\n${text}`);
    const text = options.output === "mermaid" ? shown : `${shown}${told.join("")}`;
    return { text, json: { ...toMatrixJson(found), notJudged, ...(comparison && { comparison }) }, exitCode };
  });
}

/** The matrix is no truer than the facts that it is computed with. */
async function noteStaleFacts(cluster: Cluster, declared: ClusterFacts, io: Io): Promise<void> {
  const { facts } = await findFacts(cluster);
  for (const { code, message } of staleWarnings(declared, facts)) note(io, code, message);
}

/** What is printed; the page is written on the way. */
function show(found: ConnectivityMatrix, { output, html }: MatrixOptions, subtitle: string): string {
  if (html !== undefined) writeFileSync(html, renderMatrixHtml(found, { subtitle }));
  if (output === "mermaid") return renderMatrixMermaid(found).trimEnd();
  return html === undefined ? renderMatrixText(found).trimEnd() : printableLine(`wrote ${html}`);
}

async function factsOf(cluster: Cluster, { cluster: file }: ClusterOption, io: Io): Promise<ClusterFacts> {
  if (file === undefined) {
    return inspectCluster(cluster, {
      onNote: ({ code, message }) => {
        note(io, code, message);
      },
    });
  }
  const { issues, cluster: facts } = readClusterFile(file);
  if (facts === undefined) throw new SpecError(issues.map(withPlace));
  return facts;
}
