import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { objectIn } from "../../src/model/json";
import type { Cluster, KubeObject } from "../../src/sandbox";
import { absent, scenario, unknown, type Scenario, type ScenarioGround } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import { terraformBinaries } from "./binaries";
import { movesOfTenants } from "./provider-tenant-moves";
import { reserveTests } from "./provider-tenant-reserve";
import { stackTests } from "./provider-tenant-stack";
import { describeOnSandbox, eventually } from "./support";

const PLATFORM = 'resource "hikube_platform" "this" { contact = "platform@example.com" }\n';
const TREE = `${PLATFORM}
resource "hikube_tenant" "top" {
  depends_on = [hikube_platform.this]
  name    = "top"
  profile = "development"
  quota   = { cpu = "8", memory = "16Gi", storage = "100Gi" }
  access  = { owners = [{ kind = "Group", name = "oidc:platform" }] }
}
resource "hikube_tenant" "shop" {
  name   = "shop"
  parent = hikube_tenant.top.namespace
  quota  = { cpu = "2", memory = "4Gi", storage = "10Gi" }
}
`;

const ref = (kind: string, name: string, namespace?: string) => ({
  apiVersion: kind === "NetworkPolicy" ? "networking.k8s.io/v1" : "v1",
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

async function hardOf(cluster: Cluster, namespace: string): Promise<Readonly<Record<string, unknown>>> {
  const quota = await cluster.get(ref("ResourceQuota", "hikube-tenant", namespace));
  return objectIn(objectIn(quota?.spec).hard);
}

/** Terraform takes this over to all that it depends on. */
const MADE_FIRST = `
resource "terraform_data" "user" {
  input = hikube_tenant.shop.namespace
  lifecycle { create_before_destroy = true }
}
`;

describeOnSandbox("hikube_tenant", (sandbox) => {
  let cluster: Cluster;

  beforeAll(() => {
    cluster = sandbox().cluster();
  });

  describe.each(terraformBinaries())("under $name", ({ path }) => {
    const tenants = (): Scenario =>
      scenario(hikubeProvider({}), {
        terraform: path(),
        common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
      });

    it("lives: made, changed, mended, and gone with nothing left", async () => {
      await tenants()
        .apply(TREE, {
          plan: {
            "hikube_tenant.top": { action: "create", after: { namespace: "tenant-top" } },
            "hikube_tenant.shop": { action: "create", after: { namespace: "tenant-top-shop" } },
          },
        })
        .do(async () => {
          expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "6", "requests.storage": "90Gi" });
          expect(await hardOf(cluster, "tenant-top-shop")).toMatchObject({ "limits.cpu": "2" });
          const namespace = await cluster.get(ref("Namespace", "tenant-top-shop"));
          expect(namespace?.metadata.labels).toMatchObject({ "hikube.cloud/parent": "tenant-top" });
        })
        .apply(TREE.slice(PLATFORM.length).replace("depends_on = [hikube_platform.this]", ""), {
          error: /The platform still has tenants/,
        })
        .do(async () => {
          await cluster.delete(ref("NetworkPolicy", "hikube-default-deny-ingress", "tenant-top-shop"));
          await cluster.patch(
            ref("ResourceQuota", "hikube-tenant", "tenant-top"),
            "merge",
            {
              spec: { hard: { pods: "9999" } },
            },
            { fieldManager: "kubectl-edit" },
          );
          await cluster.patch(ref("Namespace", "tenant-top"), "merge", { metadata: { labels: { mesh: "on" } } });
        })
        .refresh({
          state: {
            "hikube_tenant.shop": {
              objects: (objects) => objectIn(objects)["NetworkPolicy/hikube-default-deny-ingress"] === "missing",
            },
            "hikube_tenant.top": {
              objects: (objects) =>
                objectIn(objects)["ResourceQuota/hikube-tenant"] === "changed by kubectl-edit: spec.hard.pods",
            },
          },
        })
        .apply(TREE, {
          plan: { "hikube_tenant.top": { action: "update" }, "hikube_tenant.shop": { action: "update" } },
        })
        .do(async () => {
          expect(await hardOf(cluster, "tenant-top")).toMatchObject({ pods: "200", "limits.cpu": "6" });
          expect((await cluster.get(ref("Namespace", "tenant-top")))?.metadata.labels).toMatchObject({ mesh: "on" });
        })
        .apply(TREE.replace('cpu = "2"', 'cpu = "5"').replace("4Gi", "2Gi"), {})
        .do(async () => {
          expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "3", "limits.memory": "14Gi" });
        })
        .plan(TREE + TREE.slice(TREE.lastIndexOf("resource")).replace('"shop"', '"copy"'), {
          error: /Two resources make the tenant tenant-top-shop/,
        })
        .apply(TREE.replace('cpu = "2"', 'cpu = "9"'), { error: /More than "tenant-top" has left/ })
        .apply(TREE.slice(0, TREE.indexOf('resource "hikube_tenant" "shop"')), {
          state: { "hikube_tenant.shop": absent },
        })
        .do(async () => {
          expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "8" });
          expect(await cluster.get(ref("Namespace", "tenant-top-shop"))).toBeUndefined();
        });
      expect(await leftovers(cluster)).toEqual([]);
    });

    movesOfTenants({ path, cluster: () => cluster, kubeconfig: () => sandbox().kubeconfig });

    it("is planned where values are not known yet", async () => {
      const late = `resource "terraform_data" "cpu" { input = "2" }\n${TREE.replace('cpu = "2"', "cpu = terraform_data.cpu.output")}`;
      await tenants().apply(late, {
        plan: { "hikube_tenant.shop": { action: "create", after: { objects: unknown, namespace: "tenant-top-shop" } } },
      });
      expect(await leftovers(cluster)).toEqual([]);
    });
  });

  const [first] = terraformBinaries();
  const steps = (): Scenario =>
    scenario(hikubeProvider({}), {
      terraform: first?.path() ?? "terraform",
      common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
    });

  reserveTests({ terraform: () => first?.path() ?? "terraform", sandbox, steps });
  stackTests({ cluster: () => cluster, steps });

  it("keeps its sums while it is suspended, resumed and enlarged in the middle of its children's changes", async () => {
    const bank = TREE.slice(TREE.indexOf('resource "hikube_tenant" "shop"')).replaceAll("shop", "bank");
    const suspended = TREE.replace('profile = "development"', 'profile = "development"\n  suspended = true');
    await steps()
      .apply(TREE)
      .apply(suspended.replace('cpu = "2"', 'cpu = "3"'))
      .do(async () => {
        expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "5", pods: "0" });
        expect(await hardOf(cluster, "tenant-top-shop")).toMatchObject({ "limits.cpu": "3", pods: "0" });
      })
      .apply(suspended + bank)
      .do(async () => {
        expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "4", pods: "0" });
      })
      .apply(TREE.replace('cpu = "8"', 'cpu = "10"').replace('cpu = "2"', 'cpu = "6"') + bank)
      .do(async () => {
        expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "2", pods: "200" });
        expect((await hardOf(cluster, "tenant-top-shop")).pods).not.toBe("0");
      })
      .apply(
        TREE.replace(
          "parent = hikube_tenant.top",
          'namespace = "tenant-top-shop"\n  parent = hikube_tenant.bank',
        ).replace('cpu = "2"', 'cpu = "1"') + bank,
      )
      .do(async () => {
        expect(await hardOf(cluster, "tenant-top")).toMatchObject({ "limits.cpu": "6" });
        expect(await hardOf(cluster, "tenant-top-bank")).toMatchObject({ "limits.cpu": "1" });
      });
    expect(await leftovers(cluster)).toEqual([]);
  });

  it("is changed and destroyed though its parent was tightened elsewhere, and destroyed though that is gone", async () => {
    const [, parent = "", shop = ""] = TREE.split(/(?=resource "hikube_tenant")/);
    const top = parent.replace("depends_on = [hikube_platform.this]", "");
    const egress =
      '  network = { egress = [{ to_cidrs = ["8.8.8.0/24"], ports = [{ protocol = "TCP", port = 443 }] }] }';
    const child = shop.replace("hikube_tenant.top.namespace", `"tenant-top"\n${egress}`);
    const rewritten = async ({ folder }: ScenarioGround, text: string) => writeFile(join(folder, "main.tf"), text);
    await steps()
      .apply(top)
      .do(async (outer) => {
        await steps()
          .apply(child)
          .do(async () => {
            await rewritten(outer, top.replace("quota ", 'network = { internet = "deny" }\n  quota '));
            expect(await outer.run("apply", "-auto-approve", "-no-color")).toMatchObject({ code: 0 });
          })
          .apply(child.replace('"2"', '"3"'), { warnings: [/Laxer than its parent/] })
          .do(async (inner) => {
            expect(await outer.run("state", "rm", "hikube_tenant.top")).toMatchObject({ code: 0 });
            await cluster.delete(ref("Namespace", "tenant-top"));
            await eventually("the parent to go", async () => !(await cluster.get(ref("Namespace", "tenant-top"))));
            await rewritten(inner, child.replace('"2"', '"1"'));
            const { output, errors, code } = await inner.run("apply", "-auto-approve", "-no-color");
            expect([output + errors, code]).toEqual([expect.stringMatching(/There is no tenant tenant-top/), 1]);
          })
          .destroy();
      });
    expect(await leftovers(cluster)).toEqual([]);
  });

  it("imports tenants alone, and replaces none that is protected", async () => {
    const foreign =
      'import {\n  to = hikube_tenant.x\n  id = "default"\n}\nresource "hikube_tenant" "x" { name = "x" }\n';
    const guarded = TREE.replace('name   = "shop"', 'name   = "shop"\n  protected = true');
    let made: KubeObject | undefined;
    await steps()
      .plan(foreign, { error: /The namespace default is not a tenant[^]*reserved-namespace/ })
      .apply(guarded)
      .plan(guarded.replace('name   = "shop"', 'name   = "store"'), { error: /tenant-top-shop is protected/ })
      .do(async ({ run, folder }) => {
        await writeFile(join(folder, "main.tf"), guarded);
        for (const [address, refusal] of [
          ["shop", /The tenant tenant-top-shop is protected/],
          ["top", /The tenant tenant-top has sub-tenants/],
        ] as const) {
          const { output, errors } = await run("plan", `-replace=hikube_tenant.${address}`, "-no-color");
          expect(output + errors).toMatch(refusal);
        }
        await run("taint", "hikube_tenant.shop");
        const { output, errors } = await run("plan", "-refresh=false", "-no-color");
        expect(output + errors).toMatch(/The tenant tenant-top-shop is protected/);
      })
      .plan(guarded.replace('cpu = "2"', 'cpu = "3"'), { error: /tenant-top-shop is protected[^]*`terraform untaint/ })
      .do(({ run }) => run("untaint", "hikube_tenant.shop"))
      .apply(TREE)
      .do(async ({ run }) => {
        await run("taint", "hikube_tenant.shop");
        const { output } = await run("plan", "-refresh=false", "-no-color");
        expect(output).toContain("1 to add, 0 to change, 1 to destroy");
      })
      .apply(TREE.replace('cpu = "2"', 'cpu = "3"'), { plan: { "hikube_tenant.shop": { action: "replace" } } })
      .do(async ({ run }) => {
        made = await cluster.get(ref("Namespace", "tenant-top-shop"));
        await run("taint", "hikube_tenant.shop");
      })
      .plan(TREE.replace('cpu = "2"', 'cpu = "4"') + MADE_FIRST, {
        warnings: [/Under `create_before_destroy` the tenant tenant-top-shop is not made anew/],
      })
      .apply(TREE.replace('cpu = "2"', 'cpu = "4"') + MADE_FIRST, {
        error: /There is a tenant tenant-top-shop already[^]*deposed: `terraform state rm ADDRESS`/,
      })
      .do(async ({ run }) => {
        await run("state", "rm", "hikube_tenant.shop");
        const annotations = { "hikube.cloud/released": "2026-01-01T00:00:00Z" };
        await cluster.patch(ref("Namespace", "tenant-top-shop"), "merge", { metadata: { annotations } });
        await run("import", "-no-color", "hikube_tenant.shop", "tenant-top-shop");
      })
      .apply(TREE.replace('cpu = "2"', 'cpu = "3"') + MADE_FIRST, {
        plan: { "hikube_tenant.shop": { action: "update" }, "terraform_data.user": { action: "create" } },
      })
      .do(async ({ run }) => {
        const found = await cluster.get(ref("Namespace", "tenant-top-shop"));
        expect(found?.metadata.annotations).not.toHaveProperty(["hikube.cloud/released"]);
        await run("taint", "hikube_tenant.shop");
      })
      .apply(TREE.replace('cpu = "2"', 'cpu = "3"') + MADE_FIRST, {
        plan: { "hikube_tenant.shop": { action: "replace" } },
      })
      .do(async () => {
        expect(made?.metadata.uid).toBeDefined();
        expect((await cluster.get(ref("Namespace", "tenant-top-shop")))?.metadata.uid).toBe(made?.metadata.uid);
      });
    expect(await leftovers(cluster)).toEqual([]);
  });

  it("takes nothing of a tenant that the constructs made, and says how it can", async () => {
    const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-old" };
    await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-old", labels } });
    const child = 'resource "hikube_tenant" "x" {\n  name = "x"\n  parent = "tenant-old"\n}\n';
    await steps()
      .plan(child, { error: /tenant-old is a tenant of the constructs[^]*HikubeSubTenant[^]*moved/ })
      .plan(child.replace("old", "none"), { error: /There is no tenant tenant-none/ });
    await cluster.delete(ref("Namespace", "tenant-old"));
  });
});

async function leftovers(cluster: Cluster): Promise<readonly string[]> {
  const found: KubeObject[] = [];
  for (const kind of ["Namespace", "ServiceAccount", "ResourceQuota"]) {
    found.push(...(await cluster.list({ apiVersion: "v1", kind }, { labelSelector: "hikube.cloud/tenant" })));
  }
  return found.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}
