import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../src/sandbox";
import { findSandbox } from "../src/sandbox/running";
import { streamProgress } from "../src/support/progress";
import { MONITORING_TOOLS } from "../src/toolchain/monitoring-tools";
import { obtainTool } from "../src/toolchain/obtain";
import { panelsOf, readBoard, substituted } from "../test/dashboards/read-board";
import { startAppliedStack, type AppliedStack } from "../test/e2e/monitoring/applied-stack";
import { Collectors } from "../test/e2e/monitoring/collectors";
import { demoPod } from "../test/e2e/monitoring/demo-pod";
import { Programs } from "../test/e2e/monitoring/programs";
import { askMetrics, seriesIn, type Series } from "../test/e2e/monitoring/storage";
import { eventually } from "../test/e2e/support";

const STACK = "tenant-acme-monitoring";
const BOARD = "hikube-applications-performance";
const PANEL = /^Requests \(Prometheus client libraries\)$/;
const READERS = { "acme's Grafana": "grafana", "the Grafana of the shop": "grafana-tenant-acme-shop" };
/** Pods that serve metrics, each at an address of loopback: requests a second, by namespace. */
const PODS = { "tenant-acme-shop": 40, "tenant-acme-shop-payments": 8, "tenant-acme-data": 3 };
const PORT = 9102;

/**
 * Shows that data flows through a stack that was applied to a sandbox: pods with metrics are made in the sub-tenants, the
 * stack's collector, gateway and database run as real programs of this machine with the configuration that stands in the
 * cluster, and a panel of a dashboard, as it stands there too, is asked as Grafana would.
 */
async function main([name = "default"]: readonly string[]): Promise<void> {
  const progress = streamProgress();
  for (const tool of Object.values(MONITORING_TOOLS)) await obtainTool(tool, { progress });
  const folder = mkdtempSync(join(tmpdir(), "panel-data-"));
  const programs = new Programs(folder);
  const sandbox = findSandbox(name);
  const stop = await servePods(sandbox);
  const step = progress.step("collecting from the pods, through the gateway, into the database");
  try {
    const stack = await collect(sandbox, programs);
    const { title, expr } = await panelIn(sandbox);
    const answers = await eventually("data of every pod", async () => {
      const all = await Promise.all(Object.values(READERS).map((reader) => query(stack, reader, expr)));
      return all[0]?.length === Object.keys(PODS).length ? all : undefined;
    });
    step.done();
    process.stdout.write(`Panel "${title}" of the board ${BOARD}:\n`);
    for (const [index, reader] of Object.keys(READERS).entries()) print(reader, answers[index] ?? []);
  } finally {
    await programs.stopAll();
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the pods, and answers for them. */
async function servePods(sandbox: Sandbox): Promise<() => void> {
  const started = Date.now();
  const servers = Object.entries(PODS).map(([, rate], index) => {
    const server = createServer((_request, response) => {
      const count = Math.round((rate * (Date.now() - started)) / 1000);
      response.end(`# TYPE http_requests_total counter\nhttp_requests_total{code="200"} ${count}\n`);
    });
    return server.listen(PORT, addressOf(index));
  });
  for (const [index, namespace] of Object.keys(PODS).entries()) {
    await sandbox.cluster().apply(demoPod(namespace, addressOf(index), PORT), { fieldManager: "demo", force: true });
  }
  return () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}

const addressOf = (index: number) => `127.9.0.${index + 1}`;

async function collect(sandbox: Sandbox, programs: Programs): Promise<AppliedStack> {
  const stack = await startAppliedStack(sandbox.cluster(), programs, STACK);
  await new Collectors(sandbox, programs).vmagent("vmagent-tenant-acme", {
    // A minute would be too long to watch.
    job: (job) => ({ ...job, scrape_interval: "2s", scrape_timeout: "2s" }),
    args: (args) => args.map((argument) => argument.replace(`gateway.${STACK}.svc:8427`, stack.gateway)),
  });
  return stack;
}

/** The panel's query with all tenants chosen, as it stands in the board's ConfigMap. */
async function panelIn(sandbox: Sandbox): Promise<{ readonly title: string; readonly expr: string }> {
  const ref = { apiVersion: "v1", kind: "ConfigMap", name: `dashboard-${BOARD}`, namespace: STACK };
  const { [`${BOARD}.json`]: json = "" } = ((await sandbox.cluster().get(ref))?.data ?? {}) as Record<string, string>;
  const panel = panelsOf(readBoard({ json })).find(({ title }) => PANEL.test(title));
  const expr = panel?.targets?.[0]?.expr;
  if (panel === undefined || expr === undefined) throw new Error(`no panel ${String(PANEL)} in ${BOARD}`);
  return { title: panel.title, expr: substituted(expr) };
}

async function query({ gateway, metrics, tokens }: AppliedStack, reader: string, expr: string) {
  const headers = { authorization: `Bearer ${tokens[reader] ?? ""}` };
  return seriesIn(await askMetrics(`http://${gateway}`, metrics, expr, headers));
}

function print(reader: string, series: readonly Series[]): void {
  process.stdout.write(`  asked by ${reader}:\n`);
  const rows = series.map(({ tenant = "", pod: name = "", value = "" }) => [tenant, name, Number(value).toFixed(0)]);
  for (const [tenant = "", name = "", rate = ""] of rows.sort()) {
    process.stdout.write(`    ${tenant.padEnd(28)}${name.padEnd(6)}${rate.padStart(4)} requests/s\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
