import type { Cluster } from "../../src/sandbox";
import { kubernetesProvider } from "../../src/offline/kubernetes/provider";
import { scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import type { TerraformBinary } from "./binaries";

interface Ground extends Pick<TerraformBinary, "path"> {
  readonly cluster: () => Cluster;
  readonly kubeconfig: () => string;
}

const MOVED = `resource "hikube_tenant" "moved" {
  name    = "moved"
  profile = "development"
  quota   = { cpu = "2", memory = "4Gi", storage = "10Gi" }
}
`;

const FROM = "kubernetes_namespace_v1.moved";

/** How namespaces of others become tenants. */
export function movesOfTenants({ path, cluster, kubeconfig }: Ground): void {
  it("comes from a kubernetes_namespace_v1 by a moved block, and nothing is destroyed", async () => {
    const block = (name: string) => `provider "${name}" { config_path = ${JSON.stringify(kubeconfig())} }\n`;
    const namespace = { apiVersion: "v1", kind: "Namespace", name: "tenant-moved" };
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "kept", namespace: "tenant-moved" } };
    let uid: unknown;
    await scenario(hikubeProvider({}), {
      terraform: path(),
      common: block("hikube") + block("kubernetes"),
      others: { "testing.invalid/provider/kubernetes": kubernetesProvider({}) },
    })
      .apply('resource "kubernetes_namespace_v1" "moved" {\n  metadata {\n    name = "tenant-moved"\n  }\n}')
      .do(async () => {
        uid = (await cluster().get(namespace))?.metadata.uid;
        await cluster().create(config);
      })
      .apply(`${MOVED}moved {\n  from = ${FROM}\n  to   = hikube_tenant.moved\n}\n`, {
        plan: { "hikube_tenant.moved": { action: "update", movedFrom: FROM } },
      })
      .do(async () => {
        const found = await cluster().get(namespace);
        expect(uid).toEqual(expect.any(String));
        expect(found?.metadata.uid).toBe(uid);
        expect(found?.metadata.labels).toMatchObject({ "hikube.cloud/tenant": "tenant-moved" });
        expect(await cluster().get({ ...config, ...config.metadata })).toBeDefined();
        const label = "app.kubernetes.io/managed-by";
        await cluster().patch(namespace, "merge", { metadata: { labels: { [label]: null } } });
      })
      // Without its label it is not listed, and there all the same.
      .apply(MOVED, { plan: { "hikube_tenant.moved": { action: "update" } } })
      .do(async () => {
        expect((await cluster().get(namespace))?.metadata.uid).toBe(uid);
      })
      // What has no state is another's, unless it is asked for; what an apply made that was killed is the same.
      .do(({ run }) => run("state", "rm", "hikube_tenant.moved"))
      .plan(MOVED.replace('"2"', '"3"').replace("profile", "adopt = true\n  profile"), {
        error: /There is a tenant tenant-moved already[^]*import ADDRESS[^]*tenant-held-elsewhere/,
      })
      .plan('resource "hikube_tenant" "x" {\n  name = "x"\n  namespace = "default"\n  profile = "development"\n}', {
        error: /There is a namespace default already/,
      })
      .apply(MOVED, { plan: { "hikube_tenant.moved": { action: "create" } } })
      .do(async () => {
        expect((await cluster().get(namespace))?.metadata.uid).toBe(uid);
      });
  });

  it("two tenants change names in one apply: both are made anew, and each is held by one", async () => {
    const named = (one: string, two: string) => `resource "hikube_tenant" "swapped" {
      for_each = { one = "${one}", two = "${two}" }
      name     = each.value
      profile  = "development"
    }`;
    const uids = async () => {
      const found = ["tenant-xa", "tenant-ya"].map((name) =>
        cluster().get({ apiVersion: "v1", kind: "Namespace", name }),
      );
      return (await Promise.all(found)).map((namespace) => String(namespace?.metadata.uid));
    };
    let before: readonly string[] = [];
    await scenario(hikubeProvider({}), {
      terraform: path(),
      common: `provider "hikube" { config_path = ${JSON.stringify(kubeconfig())} }\n`,
    })
      .apply(named("xa", "ya"))
      .do(async () => {
        before = await uids();
      })
      .apply(named("ya", "xa"), {
        plan: {
          'hikube_tenant.swapped["one"]': { action: "replace" },
          'hikube_tenant.swapped["two"]': { action: "replace" },
        },
      })
      .do(async () => {
        const now = await uids();
        expect(new Set([...before, ...now]).size).toBe(4);
        expect(now).not.toContain("undefined");
      });
  });
}
