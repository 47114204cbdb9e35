import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalBackend } from "cdktf";
import { HikubeSubTenant, type HikubeTenant } from "cdktf-hikube";
import { MonitoredCompanyStack } from "../../examples/monitored-company/monitored-company-stack";
import type { Cluster } from "../../src/kube/cluster";
import { listIn, objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { COLLECTION_NAMESPACE } from "../../src/model/monitoring/collection/names";
import { terraformBinaries } from "./binaries";
import { serveCharts, type ChartServer } from "./chart-server";
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
        return { ...first!, metadata: { ...first!.metadata, ...more } };
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

    test("destroy leaves nothing", async () => {
      const before = await everything(cluster);
      expect(before.length).toBeGreaterThan(10);
      await stacks.destroy(NAME);
      expect(await everything(cluster)).toEqual([]);
    });
  });
});

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
