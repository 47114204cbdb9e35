import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../src/kube/http-cluster";
import { loadConnection } from "../../src/kube/kubeconfig";
import { objectIn, textIn, type JsonRecord } from "../../src/model/json";
import { isUnknown } from "../../src/plugin";
import { scenario, type Scenario } from "../../src/plugin/testing";
import { EXAMPLES } from "../../scripts/provider/site";
import { hikubeProvider } from "../../src/provider/provider";
import { CLUSTER } from "../model/tenants";
import { terraformBinaries } from "./binaries";
import { describeOnSandbox } from "./support";

const TENANTS = `
resource "hikube_platform" "this" { contact = "platform@example.com" }
resource "hikube_tenant" "top" {
  depends_on = [hikube_platform.this]
  name    = "top"
  profile = "development"
  quota   = { cpu = "8", memory = "16Gi", storage = "100Gi", reserved = { cpu = "1" } }
  cost    = { cost_center = "4711" }
}
resource "hikube_tenant" "shop" {
  name   = "shop"
  parent = hikube_tenant.top.namespace
  quota  = { cpu = "2", memory = "4Gi", storage = "10Gi" }
}
`;

const DATA = `
data "hikube_tenant" "shop" {
  namespace  = hikube_tenant.shop.namespace
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenants" "below" {
  parent     = "tenant-top"
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenants" "charged" {
  labels     = { "hikube.cloud/cost-center" = "4711", "hikube.cloud/name" = "top" }
  depends_on = [hikube_tenant.shop]
}
data "hikube_tenant_usage" "top" {
  namespace  = "tenant-top"
  depends_on = [hikube_tenant.shop]
}
data "hikube_connectivity" "home" {
  from       = "tenant-top"
  to         = "tenant-top-shop"
  port       = 443
  depends_on = [hikube_tenant.shop]
  lifecycle {
    postcondition {
      condition     = self.allowed
      error_message = "closed: \${self.reason}"
    }
  }
}
data "hikube_connectivity" "stranger" {
  from       = "default"
  to         = "tenant-top-shop"
  port       = 443
  depends_on = [hikube_tenant.shop]
}
locals {
  objects = provider::hikube::tenant_objects(
    { name = "paper", profile = "production", quota = { cpu = 4, memory = "8Gi", storage = "1Gi" }, children = [{ name = "shop", quota = { share = 50 } }] },
    ${JSON.stringify(JSON.stringify(CLUSTER))},
  )
}
output "paper" { value = [for object in local.objects : object.metadata.name if object.kind == "Namespace"] }
output "shop" { value = data.hikube_tenant.shop }
output "below" { value = data.hikube_tenants.below.namespaces }
output "charged" { value = data.hikube_tenants.charged.tenants }
# Not what is used: the cluster counts that in its own time.
output "usage" { value = { for key, value in data.hikube_tenant_usage.top : key => value if key != "used" } }
output "stranger" { value = data.hikube_connectivity.stranger }
`;

const DEPLOYED = TENANTS.replace(
  "parent = hikube_tenant.top.namespace\n",
  'parent = hikube_tenant.top.namespace\n  access = { deployers = [{ name = "ci", level = "admin" }] }\n',
);

const KUBECONFIG = `
ephemeral "hikube_kubeconfig" "ci" {
  namespace = hikube_tenant.shop.namespace
  level     = "admin"
  duration  = 600
}
`;

describeOnSandbox("what the provider hikube reads", (sandbox) => {
  describe.each(terraformBinaries())("under $name", ({ path }) => {
    const data = (env: Readonly<Record<string, string>> = {}): Scenario =>
      scenario(hikubeProvider({}), {
        terraform: path(),
        env,
        common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
      });

    it("tell what is on the cluster, after what they depend on was made", async () => {
      await data()
        .apply(TENANTS + DATA, {
          outputs: {
            shop: { name: "shop", parent: "tenant-top", engine: "hikube", cost_center: "4711", suspended: false },
            paper: ["tenant-paper", "tenant-paper-shop"],
            below: ["tenant-top-shop"],
            charged: [{ namespace: "tenant-top", children: ["tenant-top-shop"] }],
            usage: {
              declared: { "limits.cpu": "8" },
              reserved: { "limits.cpu": "1" },
              shares: { "tenant-top-shop": { "limits.cpu": "2" } },
              left: { "limits.cpu": "5" },
              hard: { "limits.cpu": "5" },
            },
            stranger: {
              allowed: false,
              verdict: "deny",
              reason: /^tenant-top-shop is closed by tenant-top-shop\/hikube-/,
            },
          },
        })
        .plan(`${TENANTS}data "hikube_tenant" "x" { namespace = "tenant-nobody" }`, {
          error: /There is no tenant tenant-nobody/,
        })
        .plan(`${TENANTS}data "hikube_connectivity" "x" {\n  from = "tenant-top"\n  to = "internte"\n}`, {
          error: /There is no "internte"[\s\S]*"internet"/,
        });
    });

    it("signs another provider in, whatever kubeconfig the environment names", async () => {
      const inNamespace = (namespace: string) => `
        provider "hikube" {
          alias                  = "ci"
          host                   = ephemeral.hikube_kubeconfig.ci.server
          cluster_ca_certificate = ephemeral.hikube_kubeconfig.ci.cluster_ca_certificate
          token                  = ephemeral.hikube_kubeconfig.ci.token
        }
        resource "hikube_manifest" "settings" {
          provider = hikube.ci
          manifest = { apiVersion = "v1", kind = "ConfigMap", metadata = { name = "settings", namespace = "${namespace}" } }
        }
      `;
      await data({ KUBE_CONFIG_PATH: sandbox().kubeconfig })
        .apply(DEPLOYED)
        .apply(DEPLOYED + KUBECONFIG + inNamespace("kube-system"), { error: /tenant-top-shop\.ci[^]*cannot/ })
        .apply(DEPLOYED + KUBECONFIG + inNamespace("tenant-top-shop"));
    });

    it("gives a kubeconfig that works, ends by itself and stands nowhere", async () => {
      const folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
      const log = join(folder, "trace.log");
      const config = join(folder, "config");
      let seen: JsonRecord = {};
      const kept = (value: unknown): boolean => {
        seen = objectIn(value);
        return typeof seen.token === "string";
      };
      await data({ TF_LOG: "TRACE", TF_LOG_PATH: log })
        .plan(DEPLOYED + KUBECONFIG, {
          // OpenTofu opens nothing before what it names was made.
          ephemeral: { "hikube_kubeconfig.ci": { token: (token) => token === null || isUnknown(token) } },
        })
        .apply(DEPLOYED + KUBECONFIG, { ephemeral: { "hikube_kubeconfig.ci": kept } })
        .do(async (ground) => {
          const token = textIn(seen.token);
          expect(token).toMatch(/^ey/);
          const { server, ca } = sandbox().connection;
          expect(seen).toMatchObject({ server, cluster_ca_certificate: ca });
          const left = Date.parse(textIn(seen.expires_at)) - Date.now();
          expect(left).toBeGreaterThan(300_000);
          expect(left).toBeLessThan(601_000);
          await writeFile(config, textIn(seen.kubeconfig));
          const account = connect(loadConnection({ path: config }));
          expect(await account.list({ apiVersion: "v1", kind: "Pod" }, { namespace: "tenant-top-shop" })).toEqual([]);
          await expect(account.list({ apiVersion: "v1", kind: "Namespace" })).rejects.toThrow(/forbidden/);
          account.close();
          const files = (await readdir(ground.folder, { withFileTypes: true })).filter((entry) => entry.isFile());
          const paths = [...files.map((file) => join(ground.folder, file.name)), log];
          const texts = await Promise.all(paths.map((path) => readFile(path, "latin1")));
          expect(texts.at(-1)).toContain("OpenEphemeralResource");
          const plan = await ground.run("show", "-json", "scenario.tfplan");
          for (const text of [...texts, plan.output]) expect(text.includes(token)).toBe(false);
        })
        .plan(DEPLOYED + KUBECONFIG.replace("admin", "viewer"), { error: /No deployer holds hikube:viewer/ })
        .plan(DEPLOYED + KUBECONFIG.replace('level     = "admin"', 'service_account = "hikube-system/nobody"'), {
          error: /There is no ServiceAccount hikube-system\/nobody/,
        })
        .plan(DEPLOYED + KUBECONFIG.replace("600", "60"), { error: /600/ })
        .plan(`ephemeral "hikube_kubeconfig" "x" {\n  namespace = "default"\n  level = "admin"\n}`, {
          error: /default is no tenant/,
        });
      await rm(folder, { recursive: true });
    });
  });

  it("is what the examples of the pages say: all of them are applied at once", async () => {
    const [binary] = terraformBinaries();
    const folder = join(__dirname, "..", "..", EXAMPLES);
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\/.*\.tf$/.test(file));
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    expect(texts.length).toBeGreaterThan(10);
    const all = texts.join("\n");
    await scenario(hikubeProvider({}), {
      terraform: binary?.path() ?? "terraform",
      common: `provider "hikube" { config_path = ${JSON.stringify(sandbox().kubeconfig)} }`,
    })
      .do((ground) => writeFile(join(ground.folder, "cluster.json"), JSON.stringify(CLUSTER)))
      .apply(all, {
        outputs: {
          namespaces_of_production: ["tenant-production-shop"],
          cpu_left_in_production: "12",
          two_and_a_half_cores: "2500m",
          are_equal: true,
          namespace_of_shop: "tenant-production-shop",
          children_of_shop: [],
        },
      })
      // Tenants of production are protected.
      .apply(all.replaceAll(/(resource "hikube_tenant" "\w+" \{\n)/g, "$1  protected = false\n"));
  });
});
