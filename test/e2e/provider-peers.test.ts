import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { objectIn } from "../../src/model/json";
import { absent, scenario, unknown, type Scenario, type ScenarioGround } from "../../src/plugin/testing";
import { TENANT_KINDS } from "../../src/provider/objects/live";
import { hikubeProvider } from "../../src/provider/provider";
import { terraformBinaries } from "./binaries";
import { openFaultProxy } from "./fault-proxy";
import { openTraps } from "./localhost-traps";
import { applyAs, configMap, gadget, gadgets, manifest, uidOf } from "./provider-manifest-ground";
import { describeOnSandbox } from "./support";

const tenant = (name: string, more = "", label = name): string => `resource "hikube_tenant" "${label}" {
  name    = "${name}"
  profile = "development"
${more}
}
`;
const child = (name: string, more = ""): string => `resource "hikube_tenant" "${name}" {
  name   = "${name}"
  parent = hikube_tenant.top.namespace
  quota  = { share = 10 }
${more}
}
`;
const adminBlock = (kubeconfig: string) => `provider "hikube" {\n  config_path = ${JSON.stringify(kubeconfig)}\n}\n`;

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/** What users of other providers for Kubernetes run into. */
describeOnSandbox("what users of other providers run into, under hikube", (sandbox) => {
  let cluster: Cluster;

  beforeAll(() => {
    cluster = sandbox().cluster();
  });

  /** @param path - of terraform or tofu */
  const stepsOf = (path: string, common = adminBlock(sandbox().kubeconfig)): Scenario =>
    scenario(hikubeProvider({}), { terraform: path, common });

  describe("by one of the two", () => {
    const [{ name, path } = { name: "terraform", path: () => "terraform" }] = terraformBinaries();
    const steps = () => stepsOf(path());

    test("nothing is planned for ever: an empty list or map is the same as none, and 900 kilobytes are an object", async () => {
      const empty = "access = { owners = [], viewers = [] }\n  cost = {}\n  network = { egress = [], peers = [] }";
      const none = { ...configMap("default", `empty-${name}`, {}), binaryData: null, immutable: null };
      const big = (last: string) =>
        manifest("big", configMap("default", `big-${name}`, { a: "x".repeat(900_000), last }));
      await steps()
        .apply(tenant("empty", empty) + manifest("x", none) + big("1"))
        .apply(tenant("empty") + manifest("x", none) + big("2"), {
          plan: { "hikube_manifest.big": { action: "update" }, "hikube_manifest.x": absent },
        });
    });

    test("a plan without refresh, and one at a time, has nothing to do and asks for no more", async () => {
      const many = tenant("top") + ["a", "b", "c"].map((one) => child(one)).join("");
      const calls: number[] = [];
      const planned = async ({ folder, run }: ScenarioGround, ...args: readonly string[]) => {
        const proxy = await openFaultProxy(sandbox().connection, { share: 0, random: Math.random });
        await writeFile(join(folder, "provider_override.tf"), `provider "hikube" {\n  host = "${proxy.server}"\n}\n`);
        const { code, output } = await run("plan", "-detailed-exitcode", "-input=false", "-no-color", ...args);
        expect([output, code]).toEqual([expect.stringContaining("No changes."), 0]);
        calls.push(proxy.calls());
        proxy.close();
        await rm(join(folder, "provider_override.tf"));
      };
      await steps()
        .apply(tenant("top"))
        .do((at) => planned(at))
        .apply(many)
        .do(async (at) => {
          await planned(at);
          await planned(at, "-parallelism=1");
          await planned(at, "-refresh=false");
        });
      const [one = 0, four = 0, inTurn = 0, unread] = calls;
      // A page more of each kind that is listed, at most, and nothing for each tenant.
      expect(four).toBeLessThanOrEqual(one + TENANT_KINDS.length);
      expect(inTurn).toBe(four);
      expect(unread).toBeLessThanOrEqual(inTurn);
    });

    test("another tool that applies a field of a tenant is named at plan, and is overruled only where that is asked for", async () => {
      const quota = {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "hikube-tenant", namespace: "tenant-shared" },
        spec: { hard: { pods: "7" } },
      };
      await steps()
        .apply(tenant("shared"))
        .do(() => applyAs(cluster, "argocd", quota))
        .plan(tenant("shared"), {
          error:
            /ResourceQuota\/hikube-tenant is applied by argocd too[^]*\.spec\.hard\.pods: "argocd" since 20[^]*force_conflicts = true/,
        })
        .apply(tenant("shared", "  force_conflicts = true"));
    });

    test("create_before_destroy makes the new object first, and says so where both would be the same", async () => {
      const first = "lifecycle {\n  create_before_destroy = true\n}";
      const fixed = (value: string) =>
        manifest(
          "fixed",
          { ...configMap("default", `fixed-${name}`, { a: value }), immutable: true },
          `on_immutable = "replace"\n  ${first}`,
        );
      await steps()
        .apply(manifest("x", configMap("default", `one-${name}`, { a: "1" }), first))
        .apply(manifest("x", configMap("default", `two-${name}`, { a: "1" }), first), {
          plan: { "hikube_manifest.x": { action: "replace" } },
        })
        .apply(fixed("1"))
        .apply(fixed("2"), { error: /exists already/ })
        .apply(fixed("1"));
    });
  });

  describe.each(terraformBinaries())("by $name", ({ name, path }) => {
    const steps = (common?: string) => stepsOf(path(), common);

    test("what `ignore_changes` names of what only the provider says stays, and the plan tells what that is", async () => {
      const ignoring = (what: string) => `lifecycle {\n  ignore_changes = [${what}]\n}`;
      const all = (what = "objects", more = "", value = "1") =>
        `resource "hikube_platform" "this" {\n${more}\n${ignoring(what)}\n}\n` +
        tenant(
          "ignored",
          `depends_on = [hikube_platform.this]\n${more === "" ? "" : "suspended = true"}\n${ignoring(what)}`,
        ) +
        manifest(
          "x",
          configMap("default", `ignored-${name}`, { a: value }),
          ignoring(what === "objects" ? "object" : what),
        );
      const [role, quota] = [
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", name: "hikube:classes" },
        { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace: "tenant-ignored" },
      ];
      const podsOf = async () => objectIn(objectIn((await cluster.get(quota))?.spec).hard).pods;
      await steps()
        .apply(all())
        .do(async () => {
          await cluster.delete(role);
          await cluster.patch(quota, "merge", { spec: { hard: { pods: "9" } } }, { fieldManager: "kubectl-edit" });
          await applyAs(cluster, "argocd", configMap("default", `ignored-${name}`, { a: "3" }));
        })
        .plan(all(), {
          warnings: [
            /What differs of the platform is ignored[^]*ClusterRole\/hikube:classes: missing/,
            /What differs of the tenant tenant-ignored is ignored[^]*changed by kubectl-edit: spec\.hard\.pods/,
            /What others changed of ConfigMap "default\/ignored-\S+" is ignored[^]*data\.a: "argocd"/,
          ],
        })
        .apply(all())
        .do(async () => {
          expect(await cluster.get(role)).toBeUndefined();
          expect(await podsOf()).toBe("9");
        })
        .apply(all("objects", 'contact = "#help"', "2"))
        .do(async () => {
          expect(await cluster.get(role)).toBeDefined();
          expect(await podsOf()).toBe("0");
        });
    });

    test("a tenant under another address is the same one, and its namespace keeps its uid", async () => {
      let uid: unknown;
      const moved = "moved {\n  from = hikube_tenant.old\n  to   = hikube_tenant.new\n}\n";
      const ref = { ...NAMESPACE, name: "tenant-kept" };
      await steps()
        .apply(tenant("kept", "", "old"))
        .do(async () => (uid = await uidOf(cluster, ref)))
        .apply(tenant("kept", "", "new") + moved, {
          plan: { "hikube_tenant.old": absent },
        })
        .do(async () => {
          expect(await uidOf(cluster, ref)).toBe(uid);
        });
    });

    test("import blocks take many at once by for_each, and change nothing", async () => {
      const names = ["one", "two"];
      const all = `locals {\n  names = toset(${JSON.stringify(names)})\n}
resource "hikube_tenant" "all" {
  for_each = local.names
  name     = each.key
  profile  = "development"
}
resource "hikube_manifest" "all" {
  for_each = local.names
  manifest = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "kept", namespace = hikube_tenant.all[each.key].namespace }
    data       = { a = "1" }
  }
}
`;
      const imports = `import {
  for_each = local.names
  to       = hikube_tenant.all[each.key]
  id       = "tenant-\${each.key}"
}
import {
  for_each = local.names
  to       = hikube_manifest.all[each.key]
  id       = "apiVersion=v1,kind=ConfigMap,namespace=tenant-\${each.key},name=kept"
}
`;
      await steps()
        .apply(all)
        .do(async ({ folder, run }) => {
          for (const kind of ["hikube_manifest", "hikube_tenant"]) await run("state", "rm", `${kind}.all`);
          await writeFile(join(folder, "main.tf"), all + imports);
          const { output } = await run("apply", "-auto-approve", "-input=false", "-no-color");
          expect(output).toContain("4 imported, 0 added, 0 changed, 0 destroyed");
        });
    });

    test("a tenant whose provider is not known yet is planned, and an object in it, and a kind and one of it, by one apply", async () => {
      const { server, ca, clientCertificate, clientKey } = sandbox().connection;
      const given = JSON.stringify({ server, ca, clientCertificate, clientKey });
      const late = `resource "terraform_data" "cluster" {\n  input = ${given}\n}
provider "hikube" {
  host                   = terraform_data.cluster.output.server
  cluster_ca_certificate = terraform_data.cluster.output.ca
  client_certificate     = terraform_data.cluster.output.clientCertificate
  client_key             = terraform_data.cluster.output.clientKey
}
`;
      const group = `peers.${name}.test`;
      const inIt = configMap("${hikube_tenant.late.namespace}", "in", { a: "1" });
      const all =
        tenant("late") +
        manifest("in", inIt) +
        manifest("kind", gadgets(group)) +
        manifest(
          "gadget",
          gadget(group, "v1", "default", { list: [{ a: 1 }, { a: 2 }] }),
          "depends_on = [hikube_manifest.kind]",
        );
      const traps = await openTraps();
      await scenario(hikubeProvider(traps.environment), { terraform: path(), common: late }).apply(all, {
        plan: {
          "hikube_tenant.late": { action: "create", after: { namespace: "tenant-late", objects: unknown } },
          "hikube_manifest.gadget": { action: "create" },
        },
        state: { "hikube_manifest.gadget": { object: { spec: { list: [{ a: 1 }, { a: 2 }] } } } },
      });
      traps.close();
      expect(traps.met).toEqual([]);
    });
  });
});
