import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformStack } from "cdktf";
import { HikubeMonitoring, HikubePlatform, HikubeSubTenant, HikubeTenant, Subject, TenantProfile } from "cdktf-hikube";
import type { Cluster } from "../../src/kube/cluster";
import { listIn, objectIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { terraformBinaries } from "./binaries";
import { serveCharts, type ChartServer } from "./chart-server";
import { openStacks, type Stacks } from "./stacks";
import { packStandIns } from "./stand-in-charts";
import { describeOnSandbox } from "./support";

const NAMESPACE = "tenant-acme-monitoring";
const SHARE = { cpu: "1", memory: "2Gi", storage: "10Gi" };

describe.each(terraformBinaries())("a monitoring stack that $name applies", (binary) => {
  describeOnSandbox("on a real API server, of stand-ins for its charts", (sandbox) => {
    let stacks: Stacks;
    let charts: ChartServer;
    let archives: string;
    let cluster: Cluster;
    let facts: ClusterFacts;

    beforeAll(async () => {
      stacks = await openStacks(binary.path(), sandbox());
      cluster = sandbox().cluster();
      facts = await sandbox().facts();
      archives = mkdtempSync(join(tmpdir(), "stack-charts-"));
      await packStandIns(archives);
      charts = await serveCharts(archives);
    }, 300_000);

    afterAll(async () => {
      await charts.close();
      await stacks.close();
      rmSync(archives, { recursive: true, force: true });
    });

    /** The company with these sub-tenants; without any tenant where `isGone`. */
    function declare(subTenants: readonly string[], isGone = false): void {
      stacks.synth((app) => {
        const stack = new TerraformStack(app, "company");
        stacks.configure(stack);
        new HelmProvider(stack, "helm", {});
        const platform = new HikubePlatform(stack, "platform", { cluster: facts });
        if (isGone) return;
        const tenant = new HikubeTenant(stack, "acme", {
          platform,
          ...{ name: "acme", profile: TenantProfile.STAGING, access: { owners: [Subject.user("olga")] } },
        });
        for (const name of subTenants) new HikubeSubTenant(stack, name, { parent: tenant, name, quota: SHARE });
        const exposure = { kind: "ingress", fromNamespace: "ingress-nginx" } as const;
        const monitoring = new HikubeMonitoring(stack, "monitoring", { tenant, host: "grafana.example.ch", exposure });
        for (const release of monitoring.releases) release.addOverride("repository", charts.url);
      });
    }

    const inStack = (kind: string, apiVersion = "v1") => cluster.list({ apiVersion, kind }, { namespace: NAMESPACE });

    test("is there with all its releases, and its pods are ready", async () => {
      declare(["web"]);
      await stacks.apply("company");
      const pods = await inStack("Pod");
      expect(pods.map(({ metadata }) => metadata.labels?.["app.kubernetes.io/instance"]).sort()).toEqual([
        "alerts",
        "alerts",
        "gateway",
        "grafana",
        "logs",
        "metrics",
      ]);
      expect(pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name)).toEqual([]);
    }, 600_000);

    test("a second plan is empty", async () => {
      expect(await stacks.plan("company")).toMatchObject({ code: 0 });
    }, 300_000);

    test("its tokens are in the cluster, and in no state", async () => {
      const secrets = await inStack("Secret");
      const readers = secrets.find(({ metadata }) => metadata.name === "hikube-readers");
      const tokens = Object.values(objectIn(readers?.data)).map((text) =>
        Buffer.from(String(text), "base64").toString(),
      );
      expect(tokens.map((token) => token.length)).toEqual([40, 40]);
      const state = readFileSync(join(stacks.folder, "company.tfstate"), "utf8");
      expect(tokens.filter((token) => state.includes(token))).toEqual([]);
    });

    test("an owner of the tenant reads no Secret of it, writes no ConfigMap and starts no pod", async () => {
      const owner = sandbox().cluster({ user: "olga", groups: ["system:authenticated"] });
      await expect(owner.list({ apiVersion: "v1", kind: "Secret" }, { namespace: NAMESPACE })).rejects.toThrow(
        /forbidden/i,
      );
      const metadata = { name: "mine", namespace: NAMESPACE };
      await expect(owner.create({ apiVersion: "v1", kind: "ConfigMap", metadata })).rejects.toThrow(/forbidden/i);
      const spec = { containers: [{ name: "main", image: "docker.io/grafana/grafana:1" }] };
      await expect(owner.create({ apiVersion: "v1", kind: "Pod", metadata, spec })).rejects.toThrow(/forbidden/i);
    });

    test("one more sub-tenant changes its own objects and the quota that it is carved out of", async () => {
      declare(["web", "shop"]);
      const { resource_changes: changes } = (await stacks.show("company")) as { resource_changes: unknown };
      const touched = listIn(changes)
        .map((change) => objectIn(change))
        .filter(({ change }) => JSON.stringify(objectIn(change).actions) !== '["no-op"]')
        .map(({ address }) => String(address));
      const others = touched.filter((address) => !address.includes(".shop_"));
      expect(others).toEqual([expect.stringMatching(/^kubernetes_resource_quota_v1\.acme_resource-quota-tenant_/)]);
    }, 300_000);

    test("what is taken away leaves nothing", async () => {
      declare([], true);
      await stacks.apply("company");
      await expect(cluster.get({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE })).resolves.toBeUndefined();
    }, 600_000);
  });
});

function isReady({ status }: KubeObject): boolean {
  const conditions = listIn(objectIn(status).conditions).map((condition) => objectIn(condition));
  return conditions.some(({ type, status: value }) => type === "Ready" && value === "True");
}
