import { dashboards, type Dashboard } from "../../src/dashboards";
import { logSamples } from "../dashboards/log-samples";
import { samplesOf, sampleSources } from "../dashboards/samples";
import { answersOf, choicesOf, type Databases } from "./board-queries";
import { startLogs, startMetrics } from "./database";

const PRICES = { currency: "CHF", cpu: 20, memory: 4, storage: 0.1, loadBalancer: 10 };
const BOARDS: readonly (readonly [string, Dashboard])[] = dashboards({ nodes: true, prices: PRICES }).map(
  (dashboard) => [dashboard.uid, dashboard],
);

let databases: Databases;
beforeAll(async () => {
  const [metrics, logs] = await Promise.all([startMetrics(), startLogs()]);
  databases = { metrics, logs, end: Math.floor(Date.now() / 1000) };
}, 900_000);
afterAll(async () => {
  await Promise.all([databases.metrics.stop(), databases.logs.stop()]);
});

describe("before anything was measured", () => {
  it.each(BOARDS)("%s asks nothing that is refused", async (_uid, dashboard) => {
    const answers = await answersOf(dashboard, databases);
    expect(answers.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });
});

describe("with samples of all sources", () => {
  beforeAll(async () => {
    const { metrics, logs, end } = databases;
    for (const source of sampleSources()) {
      await written(`${metrics.url}/api/v1/import/prometheus`, samplesOf(source, end));
    }
    const fields = "kubernetes.pod_namespace,kubernetes.pod_name,kubernetes.container_name,stack";
    await written(`${logs.url}/insert/jsonline?_stream_fields=${fields}`, logSamples(end));
    await fetch(`${metrics.url}/internal/force_flush`);
    await fetch(`${logs.url}/internal/force_flush`);
  });

  it.each(BOARDS)("%s has data in every panel", async (_uid, dashboard) => {
    const answers = await answersOf(dashboard, databases);
    expect(answers.length).toBeGreaterThan(3);
    expect(answers.filter(({ fault, values }) => fault !== undefined || values.length === 0)).toEqual([]);
  });

  it.each(BOARDS)("%s offers tenants and all else that it lets choose", async (_uid, dashboard) => {
    const choices = await choicesOf(dashboard, databases);
    expect(choices.tenant).toEqual(["tenant-acme-pay", "tenant-acme-shop"]);
    expect(Object.entries(choices).filter(([, values]) => values.length === 0)).toEqual([]);
  });

  it("offers instances and buckets of either source", async () => {
    const { instance } = await choicesOf(boardOf("hikube-postgresql"), databases);
    expect(instance).toEqual(["cluster-1:9187", "postgresql-0:9187"]);
    expect((await choicesOf(boardOf("hikube-storage-buckets"), databases)).bucket).toEqual([
      "backups",
      "invoices",
      "photos",
    ]);
  });

  it.each([
    ["hikube-overview: CPU used: used", [1]],
    ["hikube-overview: Tenants: tenants", [2]],
    ["hikube-overview: Targets down: down", [1]],
    ["hikube-overview: Alerts firing: firing", [2]],
    ["hikube-quota-and-cost: CPU: quota used: {{tenant}}", [0.2, 0.2]],
    // 2 cores, 1 GiB, 20 GiB of volumes and 3 load balancers.
    ["hikube-quota-and-cost: Cost of all tenants: cost", [2 * 20 + 1 * 4 + 20 * 0.1 + 3 * 10]],
    ["hikube-kubernetes-cluster: CPU used of requested: used", [0.5]],
    ["hikube-kubernetes-nodes: CPU by node: {{node}}", [1]],
    ["hikube-kubernetes-nodes: CPU busy: {{instance}}", [0.2]],
    ["hikube-kubernetes-services: Endpoints ready: {{tenant}} {{endpointslice}}", [0.5, 0.5]],
    ["hikube-vm-machines: CPU used of its cores: {{tenant}} {{name}}", [0.3, 0.3, 0.3, 0.3]],
    ["hikube-vm-performance: Time of a read: {{tenant}} {{name}} {{drive}}", [0.002, 0.002, 0.002, 0.002]],
    ["hikube-mysql: Buffer pool hits: {{tenant}} {{instance}}", [0.998]],
    ["hikube-postgresql: Connections used: {{tenant}} {{instance}}", [0.08, 0.08]],
    ["hikube-redis: Hits: {{tenant}} {{instance}}", [0.8]],
    ["hikube-applications-errors: Answered by 5xx (HAProxy): 5xx", [0.0375]],
    ["hikube-applications-errors: Answered by 5xx (Prometheus client libraries): 5xx", [0.5 / 21]],
    ["hikube-applications-performance: Requests (Envoy): {{tenant}} {{envoy_cluster_name}}", [20]],
    ["hikube-network-load-balancer: Without an address: without", [1]],
    ["hikube-network-vpn: Peers connected (WireGuard): connected", [2]],
    ["hikube-storage-buckets: Quota used: {{tenant}} {{bucket}}", [0.5]],
    ["hikube-storage-volumes: Claims pending: pending", [0]],
    ["hikube-storage-volumes: Full within four days: soon", [1]],
    ["hikube-postgresql: Size of all: size", [4 * 8388608]],
  ])("counts right: %s", async (where, expected) => {
    const answers = await answersOf(boardOf(where.replace(/:.*/, "")), databases);
    const values = answers.find((answer) => answer.where === where)?.values ?? [];
    expect(values).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 3);
  });

  it.each(["tenant-acme-shop", "tenant-acme-pay"])("PostgreSQL has data by either exporter: %s", async (tenant) => {
    const answers = await answersOf(boardOf("hikube-postgresql"), databases, { tenant });
    expect(answers.filter(({ values }) => values.length === 0)).toEqual([]);
  });

  it("shows nothing of a tenant that is not chosen", async () => {
    const board = boardOf("hikube-redis");
    expect(
      (await answersOf(board, databases, { tenant: "tenant-acme-pay" })).filter(({ values }) => values.length > 0),
    ).toEqual([]);
    const logs = await answersOf(boardOf("hikube-logs"), databases, { tenant: "tenant-acme", pod: "web-0" });
    expect(logs.filter(({ values, where }) => values.length > 0 && !where.includes("in this time"))).toEqual([]);
  });

  it.each([
    ["one of each", { tenant: "tenant-acme-shop", namespace: "tenant-acme-shop", pod: "web-0" }],
    ["several, as Grafana writes them", { tenant: "(tenant-acme-pay|tenant-acme-shop)", pod: "(web-0|web-1)" }],
    ["a word in the filter", { filter: "error" }],
    ["a filter with a choice", { filter: "error or orders" }],
  ])("finds the lines of chosen pods: %s", async (_title, chosen) => {
    const answers = await answersOf(boardOf("hikube-logs"), databases, chosen);
    expect(answers.filter(({ fault, values }) => fault !== undefined || values.length === 0)).toEqual([]);
  });
});

function boardOf(uid: string): Dashboard {
  const found = BOARDS.find(([name]) => name === uid)?.[1];
  if (found === undefined) throw new Error(`no board ${uid}`);
  return found;
}

async function written(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: "POST", body });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
}
