import { existsSync, writeFileSync } from "node:fs";
import type { Cluster } from "../../kube/cluster";
import { printableLine } from "../../model/printable";
import { SpecError } from "../../model/issue";
import type { ConnectivityMatrix } from "../../connectivity/matrix";
import { renderMatrixHtml, type Finding } from "../../connectivity/render-html";
import { toMatrixJson } from "../../connectivity/render-json";
import { renderMatrixMermaid } from "../../connectivity/render-mermaid";
import { renderMatrixText } from "../../connectivity/render-text";
import type { ClusterSnapshot } from "../../connectivity/snapshot";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { inspectCluster } from "../../kube/inspect/inspect-cluster";
import { withPlace } from "../../tenants-file/file-issue";
import { readClusterFile } from "../../tenants-file/files";
import { commaList, defineCommand, EXIT, UsageError, type Io, type Outcome } from "../command";
import { withCluster, type ConnectionOptions, CONNECTION_OPTIONS } from "../cluster/connection";
import { ACCEPT_OPTION, acceptances, noteUnused, sorted, type AcceptOption } from "../accept";
import { assertRights, listing } from "../cluster-rights";
import { noteStaleFacts } from "../stale-notes";
import { assertNotLive } from "../live-options";
import { onlyTenants } from "../matrix/chosen-tenants";
import { findingsOf, formatFindings, idsOf } from "../matrix/findings";
import { readForeignPolicies } from "../../live/foreign-kinds";
import { liveMatrix, type LiveMatrix } from "../matrix/live-matrix";
import { readSnapshot } from "../../live/snapshot";
import { openWays, strangeThings } from "../matrix/what-fails";
import { assertWritableFile, PAGE } from "../output-path";
import { note } from "../printer";
import { tenantMatrix } from "../matrix/tenant-snapshot";
import {
  CLUSTER_OPTION,
  loadTenants,
  STRICT_NEEDS_FILE,
  SYNTHESIZED,
  TENANTS_ARGUMENT,
  type ClusterOption,
} from "../tenants-source";

interface MatrixOptions extends ClusterOption, ConnectionOptions, AcceptOption {
  readonly live?: boolean;
  readonly output: string;
  readonly html?: string;
  readonly tenant?: readonly string[];
  readonly strict?: boolean;
}

export const matrix = defineCommand<MatrixOptions>({
  path: ["matrix"],
  summary: "print who reaches whom",
  description:
    "Evaluates the NetworkPolicies that synth emits: who can open a connection to whom, among all tenants, the internet, " +
    "private networks, DNS, the API server and cloud metadata. Rows connect to columns. With --live it evaluates all policies, namespaces " +
    "and pods of a cluster, whoever created them, and marks what is open there and not declared. What a tenant opens " +
    "among its own pods is not a finding. Without a file and without a previous synth it compares with nothing.",
  examples: [
    "hikube matrix",
    "hikube matrix tenants.yaml --html connectivity.html",
    "hikube matrix --json > connectivity.json",
    "hikube matrix --output mermaid",
    "hikube matrix tenants.yaml --tenant production/shop",
    "hikube matrix tenants.yaml --live --strict --context production",
  ],
  exits: {
    [EXIT.findings]:
      "with --live: connections that are open and not declared, or that cannot be judged; with --strict also tenants and " +
      "policies in their namespaces that are not declared, and policies of other kinds that can mean tenants",
  },
  argument: TENANTS_ARGUMENT,
  formats: ["text", "mermaid"],
  options: [
    CLUSTER_OPTION,
    {
      flags: "--tenant <name>",
      description: "show this tenant (its namespace or path) and what it reaches or is reached from; may be repeated",
      parse: commaList,
    },
    { flags: "--html <file>", description: "write one self-contained HTML page" },
    { flags: "--live", description: "evaluate a cluster and compare it with what is declared" },
    {
      flags: "--strict",
      description: "with --live: tenants and policies that are not declared are findings, whatever they open",
    },
    ACCEPT_OPTION,
    ...CONNECTION_OPTIONS,
  ],
  async run({ live = false, ...options }, io, [named]) {
    if (options.html !== undefined) assertWritableFile("--html", options.html, PAGE);
    if (live) return runLive(named, options, io);
    assertNotLive(options);
    const tenants = loadTenants(named, options);
    const found = onlyTenants(tenantMatrix(tenants), options.tenant, tenants);
    const shown = { source: `From ${tenants.file}`, judgedAt: new Date().toISOString() };
    return { text: show(found, options, shown), json: toMatrixJson(found) };
  },
});

const NEEDED = [...listing("", ["namespaces", "pods"]), ...listing("networking.k8s.io", ["networkpolicies"])];

async function runLive(named: string | undefined, options: MatrixOptions, io: Io): Promise<Outcome> {
  const tenants = named === undefined && !existsSync(SYNTHESIZED) ? undefined : loadTenants(named, options);
  if (options.strict === true && tenants === undefined) throw new UsageError(STRICT_NEEDS_FILE);
  const accepted = acceptances(options);
  return withCluster(options, io, async (cluster) => {
    // First, since it tells why a cluster refuses to answer.
    const foreign = await readForeignPolicies(cluster);
    await assertRights(cluster, NEEDED, "evaluate a cluster");
    if (tenants !== undefined) await noteStaleFacts(cluster, tenants.cluster, io);
    const facts = tenants?.cluster ?? (await factsOf(cluster, options, io));
    const snapshot = await readSnapshot(cluster);
    const judged = liveMatrix(snapshot, facts, { tenants, foreign });
    noteNotJudged(snapshot, judged, io);
    const { comparison, notJudged, otherPolicies } = judged;
    const found = onlyTenants(judged.matrix, options.tenant, tenants);
    const source = `From ${cluster.server}${tenants === undefined ? "" : `, compared with ${tenants.file}`}`;
    const failing = [...openWays(judged), ...(options.strict === true ? strangeThings(judged) : [])];
    noteUnused("network", failing, accepted, io);
    const looked = sorted("network", failing, accepted);
    const findings = [...idsOf(looked), ...findingsOf(judged)];
    const judgedAt = new Date().toISOString();
    const shown = show(found, options, { source, judgedAt, findings });
    const text =
      options.output === "mermaid" || findings.length === 0 ? shown : `${shown}\n\n${formatFindings(findings)}`;
    const lists = { findings: looked.open, ...(looked.accepted.length === 0 ? {} : { accepted: looked.accepted }) };
    const json = { ...toMatrixJson(found), judgedAt, notJudged, otherPolicies, ...(comparison && { comparison }) };
    return { text, json: { ...json, ...lists }, exitCode: looked.open.length > 0 ? EXIT.findings : EXIT.done };
  });
}

function noteNotJudged({ passedOver = [] }: ClusterSnapshot, { otherPolicies }: LiveMatrix, io: Io): void {
  const { namedOnly, notJudged, unread } = otherPolicies;
  if (namedOnly.length > 0) note(io, "not-judged", `not judged: ${namedOnly.join(", ")}`);
  if (notJudged.length > 0) note(io, "not-judged", `not judged in every part: ${notJudged.join("; ")}`);
  if (unread.length > 0) note(io, "not-judged", `not judged, because they may not be read: ${unread.join(", ")}`);
  for (const { what, count } of passedOver) note(io, "not-judged", `not judged: ${what} (${String(count)})`);
}

interface Shown {
  /** Where the policies come from. */
  readonly source: string;
  /** When they were judged. */
  readonly judgedAt: string;
  readonly findings?: readonly Finding[];
}

/** What is printed; the page is written on the way. */
function show(
  found: ConnectivityMatrix,
  { output, html, tenant }: MatrixOptions,
  { source, judgedAt, findings }: Shown,
): string {
  const part = tenant === undefined ? "" : `, only ${tenant.join(", ")} and what they reach or are reached from`;
  const subtitle = `${source}${part}, judged at ${judgedAt}`;
  if (html !== undefined) writeFileSync(html, renderMatrixHtml(found, { subtitle, findings }));
  if (output === "mermaid") return renderMatrixMermaid(found).trimEnd();
  if (html !== undefined) return printableLine(`wrote ${html}`);
  return `${renderMatrixText(found).trimEnd()}\n${printableLine(subtitle)}`;
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
