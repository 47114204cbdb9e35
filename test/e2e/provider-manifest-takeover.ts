import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { kubernetesProvider } from "../../src/offline/kubernetes/provider";
import { absent, scenario, type Scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import type { Sandbox } from "../../src/sandbox";
import type { TerraformBinary } from "./binaries";
import { applyAs, configMap, manifest, providerBlock, tokenOf, uidOf } from "./provider-manifest-ground";

/** Where tests of manifests stand. */
export interface Ground extends TerraformBinary {
  /** A namespace of the tests of this binary. */
  readonly space: string;
  readonly sandbox: () => Sandbox;
  /** The block of the provider as administrator. */
  readonly admin: () => string;
  readonly steps: (common?: string) => Scenario;
}

/** How objects of others become ours: unasked never. */
export function takeoverTests({ name, path, space, sandbox, admin, steps }: Ground): void {
  const address = "hikube_manifest.x";
  const ref = (kind: string, objectName: string) => ({ apiVersion: "v1", kind, name: objectName, namespace: space });
  let cluster: Cluster;

  beforeAll(() => {
    cluster = sandbox().cluster();
  });

  test("takes over nothing unasked, adopts, and imports", async () => {
    const object = configMap(space, "theirs", { a: "1" });
    const id = `apiVersion=v1,kind=ConfigMap,namespace=${space},name=theirs`;
    await applyAs(cluster, "others", object);
    await steps()
      .apply(manifest("x", object) + manifest("y", configMap(space, "ours", { a: "1" })), {
        error: /exists already[^]*adopt = true[^]*import ADDRESS/,
      })
      // What was refused is still in the configuration.
      .destroy()
      .apply(manifest("x", object, "adopt = true"), { warnings: [/is adopted[^]*"others"/] })
      .importVerify(address, { id, ignore: ["adopt"] })
      .do(async ({ run }) => {
        await run("state", "rm", address);
        expect(await run("import", "-input=false", address, id)).toMatchObject({ code: 0 });
      })
      .apply(manifest("x", object), { plan: { [address]: absent } })
      .do(async ({ folder, run }) => {
        await run("state", "rm", address);
        await writeFile(
          join(folder, "main.tf"),
          `import {\n  to = hikube_manifest.y\n  ${whatToImport(name, space)}\n}\n`,
        );
        expect(await run("plan", "-no-color", "-input=false", "-generate-config-out=made.tf")).toMatchObject({
          output: expect.stringContaining("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") as string,
        });
        expect(await readFile(join(folder, "made.tf"), "utf8")).toMatch(/manifest = \{[^]*kind *= "ConfigMap"/);
        await rm(join(folder, "made.tf"));
        await writeFile(join(folder, "main.tf"), manifest("x", object));
        expect(await run("import", "-input=false", address, id)).toMatchObject({ code: 0 });
      });
  });

  test("takes objects over from hashicorp/kubernetes by moved blocks, and leaves them where they are", async () => {
    const others = { "testing.invalid/provider/kubernetes": kubernetesProvider({}) };
    const common = admin() + admin().replace("hikube", "kubernetes");
    const [typed, any] = [configMap(space, "typed", { a: "1" }), configMap(space, "any", { a: "1" })];
    const old = `resource "kubernetes_config_map_v1" "a" {
      metadata {
        name      = "typed"
        namespace = "${space}"
      }
      data = { a = "1" }
    }\n${manifest("b", any).replace("hikube_manifest", "kubernetes_manifest")}`;
    const moved = (from: string, to: string) => `moved {\n  from = ${from}\n  to   = hikube_manifest.${to}\n}\n`;
    let uids: readonly unknown[] = [];
    const found = () => Promise.all(["typed", "any"].map((one) => uidOf(cluster, ref("ConfigMap", one))));
    await scenario(hikubeProvider({}), { terraform: path(), common, others })
      .apply(old)
      .do(async () => {
        uids = await found();
      })
      .apply(
        [
          manifest("a", typed),
          manifest("b", any),
          moved("kubernetes_config_map_v1.a", "a"),
          moved("kubernetes_manifest.b", "b"),
        ].join(""),
        {
          plan: {
            "hikube_manifest.a": { action: "update", movedFrom: "kubernetes_config_map_v1.a" },
            "hikube_manifest.b": { action: "update", movedFrom: "kubernetes_manifest.b" },
          },
        },
      )
      .do(async () => {
        expect(await found()).toEqual(uids);
      });
  });

  test("asks anew for credentials that the server refuses", async () => {
    const token = await tokenOf(cluster, space);
    const folder = await mkdtemp(join(tmpdir(), "credentials-"));
    const { server, ca } = sandbox().connection;
    // The first token of each process is none; so is one that was withdrawn.
    const script = `test -e "$0" && t=${token} || t=none; touch "$0"; echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$t"'"}}'`;
    const exec = `exec {
      api_version = "client.authentication.k8s.io/v1"
      command     = "sh"
      args        = ["-c", ${JSON.stringify(script).replaceAll("$", "$$")}, ${JSON.stringify(join(folder, "asked"))}]
    }`;
    await steps(providerBlock({ server, ca }, exec)).apply(manifest("x", configMap(space, "token", { a: "1" })));
    await rm(folder, { recursive: true });
  });
}

/** OpenTofu and newer versions of Terraform import by identity, too. */
function whatToImport(program: string, space: string): string {
  if (program === "terraform") return `id = "apiVersion=v1,kind=ConfigMap,namespace=${space},name=theirs"`;
  return `identity = {\n    kind      = "ConfigMap"\n    namespace = "${space}"\n    name      = "theirs"\n  }`;
}
