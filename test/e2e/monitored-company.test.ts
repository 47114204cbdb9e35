import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalBackend } from "cdktf";
import { HikubeSubTenant, type HikubeTenant } from "cdktf-hikube";
import { parse } from "yaml";
import { MonitoredCompanyStack } from "../../examples/monitored-company/monitored-company-stack";
import type { Cluster } from "../../src/kube/cluster";
import { listIn, objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { COLLECTION_NAMESPACE } from "../../src/model/monitoring/collection/names";
import { terraformBinaries } from "./binaries";
import { serveCharts, type ChartServer } from "./chart-server";
import { blocksOf, runBlock, type Insides } from "./guide";
import { ask } from "./monitoring/ask";
import { demoPod } from "./monitoring/demo-pod";
import { freePorts, Programs } from "./monitoring/programs";
import { askLogs, askMetrics, linesIn, seriesIn, startDatabases, untilHealthy } from "./monitoring/storage";
import { openStacks, type Stacks } from "./stacks";
import { packStandIns } from "./stand-in-charts";
import { describeOnSandbox, eventually } from "./support";

const NAME = "monitored-company";
const STACK = "tenant-acme-monitoring";

describe.each(terraformBinaries())("examples/monitored-company applied by $name", (binary) => {
  describeOnSandbox("on a real API server, with stand-ins for its charts", (sandbox) => {
    let stacks: Stacks;
    let charts: ChartServer;
    let archives: string;
    let cluster: Cluster;

    beforeAll(async () => {
      stacks = await openStacks(binary.path(), sandbox());
      cluster = sandbox().cluster();
      archives = mkdtempSync(join(tmpdir(), "company-charts-"));
      await packStandIns(archives);
      charts = await serveCharts(archives);
      await declare();
      await stacks.apply(NAME);
    }, 900_000);

    afterAll(async () => {
      await charts.close();
      await stacks.close();
      rmSync(archives, { recursive: true, force: true });
    });

    /** The example, with more sub-tenants where they are named. */
    async function declare(more: readonly string[] = []): Promise<void> {
      const facts = await sandbox().facts();
      stacks.synth((app) => {
        const stack = new MonitoredCompanyStack(app, NAME, { cluster: facts, charts: charts.url });
        new LocalBackend(stack, { path: join(stacks.folder, `${NAME}.tfstate`) });
        const parent = stack.node.findChild("acme") as HikubeTenant;
        for (const name of more) {
          new HikubeSubTenant(stack, name, { parent, name, quota: { cpu: "1", memory: "2Gi", storage: "10Gi" } });
        }
      });
    }

    const objectsIn = (namespace: string, kind: string, apiVersion: string) =>
      cluster.list({ apiVersion, kind }, { namespace });

    /** Workloads of a namespace by kind and name, and whether every pod of each is ready. */
    async function workloads(namespace: string): Promise<Readonly<Record<string, boolean>>> {
      const kinds = ["DaemonSet", "Deployment", "StatefulSet"];
      const found = await Promise.all(kinds.map((kind) => objectsIn(namespace, kind, "apps/v1")));
      return Object.fromEntries(found.flat().map((one) => [`${one.kind} ${one.metadata.name}`, isReady(one)]));
    }

    const ready = (namespace: string) =>
      eventually(`all workloads of ${namespace} to be ready`, async () => {
        const all = await workloads(namespace);
        return Object.values(all).every(Boolean) ? Object.keys(all).sort() : undefined;
      });

    test("the collection is there: a vmagent and a vlagent for the stack, and what is there once", async () => {
      expect(await ready(COLLECTION_NAMESPACE)).toEqual([
        "DaemonSet prometheus-node-exporter",
        "DaemonSet vlagent-tenant-acme",
        "Deployment kube-state-metrics",
        "Deployment platform-vmagent",
        "Deployment vmagent-tenant-acme",
      ]);
      const nodes = await cluster.list({ apiVersion: "v1", kind: "Node" });
      const agents = await objectsIn(COLLECTION_NAMESPACE, "Pod", "v1");
      const onNodes = agents.filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === "vlagent");
      expect(onNodes).toHaveLength(nodes.length);
    });

    test("its buffers are bound, and its accounts exist", async () => {
      const claims = await objectsIn(COLLECTION_NAMESPACE, "PersistentVolumeClaim", "v1");
      expect(claims.map(({ metadata, status }) => [metadata.name, objectIn(status).phase]).sort()).toEqual([
        ["platform-vmagent", "Bound"],
        ["vmagent-tenant-acme", "Bound"],
      ]);
      const accounts = await objectsIn(COLLECTION_NAMESPACE, "ServiceAccount", "v1");
      expect(accounts.map(({ metadata }) => metadata.name)).toEqual(
        expect.arrayContaining(["vlagent", "vmagent", "vmagent-platform"]),
      );
    });

    test("Kubernetes may bind and release a buffer, and not have it collected as garbage", async () => {
      const binder = sandbox().cluster({ user: "system:serviceaccount:kube-system:persistent-volume-binder" });
      const claim = async (more: object) => {
        const [first] = await objectsIn(COLLECTION_NAMESPACE, "PersistentVolumeClaim", "v1");
        // Whatever its version: the controllers of the sandbox write into it as well.
        return { ...first!, metadata: { ...first!.metadata, resourceVersion: undefined, ...more } };
      };
      const annotations = { "volume.kubernetes.io/selected-node": "sandbox-0" };
      await expect(binder.replace(await claim({ annotations }))).resolves.toBeDefined();
      const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "gone", uid: "1" }];
      await expect(binder.replace(await claim({ ownerReferences }))).rejects.toThrow(/hikube-managed-objects/);
    });

    test("the stack is there, with the shop's Grafana beside its own", async () => {
      const all = await ready(STACK);
      expect(all.filter((name) => name.includes("grafana"))).toHaveLength(2);
      expect(all.length).toBeGreaterThan(6);
    });

    test("no pod of monitoring runs in a tenant", async () => {
      for (const namespace of ["tenant-acme", "tenant-acme-shop", "tenant-acme-shop-payments", "tenant-acme-data"]) {
        expect(await objectsIn(namespace, "Pod", "v1")).toEqual([]);
      }
    });

    test("a second plan is empty", async () => {
      expect(await stacks.plan(NAME)).toMatchObject({ code: 0 });
    });

    test("one more sub-tenant changes its own objects and its parent's quota, and is collected without more", async () => {
      const before = await objectsIn(COLLECTION_NAMESPACE, "Pod", "v1");
      await declare(["lab"]);
      expect(othersIn(await stacks.show(NAME), ".lab_")).toEqual([
        expect.stringMatching(/^kubernetes_resource_quota_v1\.acme_resource-quota-tenant_/),
      ]);
      await stacks.apply(NAME);
      const namespace = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-acme-lab" });
      expect(namespace?.metadata.labels).toMatchObject({ "hikube.cloud/monitoring": STACK });
      const after = await objectsIn(COLLECTION_NAMESPACE, "Pod", "v1");
      expect(namesOf(after)).toEqual(namesOf(before));
      expect(await stacks.plan(NAME)).toMatchObject({ code: 0 });
    });

    describe("docs/monitoring.md, with what it shows as it stands there", () => {
      const shell = blocksOf("docs/monitoring.md", "sh");
      let programs: Programs;
      let folder: string;

      beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "guide-"));
        programs = new Programs(folder);
      });

      afterAll(async () => {
        await programs.stopAll();
        rmSync(folder, { recursive: true, force: true });
      });

      const runs = (block = "", more: { readonly insides?: Insides; readonly env?: Record<string, string> } = {}) =>
        runBlock(block, { folder, kubeconfig: sandbox().kubeconfig, ...more });

      test("is tested block by block", () => {
        const counts = Object.entries(shell).filter(([, blocks]) => blocks.length > 0);
        expect(counts.map(([heading, blocks]) => [heading, blocks.length])).toEqual([
          ["First sign-in", 2],
          ["Back up and restore", 2],
        ]);
        expect(Object.values(blocksOf("docs/monitoring.md", "yaml")).flat()).toHaveLength(1);
      });

      test("shows the administrator's password, and makes a receiver's Secret", async () => {
        const [password, receiver] = shell["First sign-in"]!;
        expect(await runs(password)).toMatch(/^[A-Za-z0-9]{40}$/);
        await runs(receiver, { env: { SLACK_URL: "https://hooks.slack.example/1" } });
        const [made] = (await objectsIn(STACK, "Secret", "v1")).filter(({ metadata }) => metadata.name === "slack");
        expect(Object.keys(made?.data ?? {})).toEqual(["url"]);
      });

      test("annotates a pod, which a tenant admits", async () => {
        const [yaml = ""] = blocksOf("docs/monitoring.md", "yaml")["Add a sub-tenant"]!;
        const { metadata } = parse(yaml) as { metadata: { annotations: Record<string, string> } };
        const { annotations } = demoPod("tenant-acme-shop", "127.0.0.1", 8080).metadata;
        expect(annotations).toMatchObject(metadata.annotations);
        const { kind } = await cluster.create(demoPod("tenant-acme-shop", "127.0.0.1", 8080));
        expect(kind).toBe("Pod");
      });

      test("backs up and restores metrics and logs", async () => {
        const [metricsPort = 0, logsPort = 0, newMetrics = 0, newLogs = 0] = await freePorts(4);
        const old = await startDatabases(programs, "old", [metricsPort, logsPort]);
        await untilHealthy(old.metrics, old.logs);
        await write(old);
        const [backup, restore] = shell["Back up and restore"]!;
        const storage = (part: string) => ["/storage", join(old.folder, part)] as const;
        const insides = {
          "metrics-0": [storage("metrics"), ["127.0.0.1:8428", old.metrics]],
          "logs-0": [storage("logs"), ["127.0.0.1:9428", old.logs]],
          restore: [
            ["/metrics", join(folder, "new", "metrics")],
            ["/logs", join(folder, "new", "logs")],
          ],
        } as const satisfies Insides;
        await runs(backup, { insides });
        expect(readdirSync(join(old.folder, "metrics", "snapshots"))).toEqual([]);
        for (const part of ["metrics", "logs"]) mkdirSync(join(folder, "new", part), { recursive: true });
        await runs(restore, { insides });
        const restored = await startDatabases(programs, "new", [newMetrics, newLogs]);
        await untilHealthy(restored.metrics, restored.logs);
        const series = seriesIn(await askMetrics(`http://${restored.metrics}`, restored.metrics, "orders_total"));
        expect(series).toEqual([{ __name__: "orders_total", tenant: "tenant-acme-shop", value: "5" }]);
        const lines = linesIn(await askLogs(`http://${restored.logs}`, restored.logs, "*"));
        expect(lines).toEqual([expect.objectContaining({ _msg: "hello" })]);
        expect(await ready(STACK)).toContain("StatefulSet metrics");
        expect(await stacks.plan(NAME)).toMatchObject({ code: 0 });
      });
    });

    test("destroy leaves nothing", async () => {
      const before = await everything(cluster);
      expect(before.length).toBeGreaterThan(10);
      await stacks.destroy(NAME);
      expect(await everything(cluster)).toEqual([]);
    });
  });
});

/** One sample and one line, past the gateway. */
async function write({ metrics, logs }: { readonly metrics: string; readonly logs: string }): Promise<void> {
  const sample = 'orders_total{tenant="tenant-acme-shop"} 5\n';
  await ask(`http://${metrics}/api/v1/import/prometheus`, { method: "POST", body: sample });
  const body = JSON.stringify({ _msg: "hello", _time: new Date().toISOString(), app: "shop" });
  const headers = { "content-type": "application/stream+json" };
  await ask(`http://${logs}/insert/jsonline?_stream_fields=app`, { method: "POST", headers, body });
  for (const address of [metrics, logs]) await ask(`http://${address}/internal/force_flush`);
}

/** Addresses that a plan changes, but for those that hold a text. */
function othersIn(plan: unknown, text: string): readonly string[] {
  return listIn(objectIn(plan).resource_changes)
    .map((change) => objectIn(change))
    .filter(({ change }) => JSON.stringify(objectIn(change).actions) !== '["no-op"]')
    .map(({ address }) => String(address))
    .filter((address) => !address.includes(text));
}

/** What of tenants, platform and charts is in the cluster, and in no namespace: what is in one goes with it. */
async function everything(cluster: Cluster): Promise<readonly string[]> {
  const rbac = "rbac.authorization.k8s.io/v1";
  const admission = "admissionregistration.k8s.io/v1";
  const kinds = [
    { apiVersion: "v1", kind: "Namespace" },
    { apiVersion: rbac, kind: "ClusterRole" },
    { apiVersion: rbac, kind: "ClusterRoleBinding" },
    { apiVersion: admission, kind: "ValidatingAdmissionPolicy" },
    { apiVersion: admission, kind: "ValidatingAdmissionPolicyBinding" },
  ];
  const labelSelector = "app.kubernetes.io/managed-by in (hikube, Helm)";
  const found = await Promise.all(kinds.map((kind) => cluster.list(kind, { labelSelector })));
  return found.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

function isReady({ status, spec }: KubeObject): boolean {
  const { desiredNumberScheduled, numberReady, readyReplicas } = objectIn(status);
  const [wanted, ready] =
    desiredNumberScheduled === undefined
      ? [objectIn(spec).replicas, readyReplicas]
      : [desiredNumberScheduled, numberReady];
  return typeof wanted === "number" && wanted > 0 && ready === wanted;
}

function namesOf(objects: readonly KubeObject[]): readonly string[] {
  return objects.map(({ metadata }) => metadata.name).sort();
}
