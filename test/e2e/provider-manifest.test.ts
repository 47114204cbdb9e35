import type { Server } from "node:https";
import { join } from "node:path";
import type { Cluster } from "../../src/kube/cluster";
import { absent, scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { hikubeProvider } from "../../src/provider/provider";
import { startSandbox, type Sandbox } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { kubectlAnswer } from "./kubectl";
import { openTraps } from "./localhost-traps";
import {
  allowWithoutRead,
  applyAs,
  configMap,
  deployment,
  gadget,
  gadgets,
  manifest,
  namespace,
  ownDeployment,
  providerBlock,
  autoscale,
  PULLING,
  startInjector,
  stuckPod,
  uidOf,
} from "./provider-manifest-ground";
import { keptTests } from "./provider-manifest-kept";
import { takeoverTests } from "./provider-manifest-takeover";
import { eventually } from "./support";
import { tracesOf } from "./traces";

const MARKER = "hunter2-never-stored";

let sandbox: Sandbox;
let cluster: Cluster;
let injector: Server;

beforeAll(async () => {
  sandbox = await startSandbox();
  cluster = sandbox.cluster();
  injector = await startInjector(cluster);
}, 900_000);

afterAll(async () => {
  injector.closeAllConnections();
  injector.close();
  await sandbox.stop();
});

describe.each(terraformBinaries())("hikube_manifest under $name", ({ name, path }) => {
  const admin = (): string => `provider "hikube" { config_path = ${JSON.stringify(sandbox.kubeconfig)} }\n`;
  const steps = (common = admin(), env: Record<string, string> = {}): Scenario =>
    scenario(hikubeProvider({}), { terraform: path(), common, env });
  const space = `m-${name}`;

  beforeAll(async () => {
    const labels = { inject: "yes" };
    await cluster.create({ ...namespace(space), metadata: { name: space, labels } });
  });

  const ref = (kind: string, objectName: string, apiVersion = "v1") => ({
    apiVersion,
    kind,
    name: objectName,
    namespace: space,
  });
  const address = "hikube_manifest.x";

  test("makes a definition, its object, a namespace and what is in it by one apply, as somebody who may read no definitions", async () => {
    const group = `one.${name}.test`;
    const own = `${space}-new`;
    const user = `smith-${name}`;
    await allowWithoutRead(cluster, user, group);
    const everything = [
      manifest("definition", gadgets(group)),
      manifest("space", namespace(own)),
      manifest(
        "gadget",
        gadget(group, "v1", own, { size: 3 }),
        "depends_on = [hikube_manifest.definition, hikube_manifest.space]",
      ),
      manifest("config", configMap(own, "x", { a: "1" }), "depends_on = [hikube_manifest.space]"),
    ].join("");
    const stopped = providerBlock({ server: "https://127.0.0.1:1" });
    await steps(stopped).plan(everything, {
      plan: { "hikube_manifest.gadget": { action: "create", after: { object: unknown } } },
    });
    await steps(providerBlock(await sandbox.clientCertificate(user)))
      .apply(everything, {
        plan: { "hikube_manifest.gadget": { action: "create", after: { object: unknown } } },
        state: { "hikube_manifest.gadget": { object: { kind: "Gadget", spec: { size: 3 } } } },
      })
      .destroy({ warnings: [/removes 1 object of kind Gadget/] });
  });

  test("plans before its provider knows the cluster, and applies to no other", async () => {
    const { server, ca, clientCertificate, clientKey } = sandbox.connection;
    const late = `resource "terraform_data" "cluster" { input = ${JSON.stringify({ server, ca, clientCertificate, clientKey })} }
      provider "hikube" {
        host                   = terraform_data.cluster.output.server
        cluster_ca_certificate = terraform_data.cluster.output.ca
        client_certificate     = terraform_data.cluster.output.clientCertificate
        client_key             = terraform_data.cluster.output.clientKey
      }\n`;
    const traps = await openTraps();
    await scenario(hikubeProvider(traps.environment), { terraform: path(), common: late }).apply(
      manifest("x", configMap(space, "late", { a: "1" })),
      {
        plan: { [address]: { action: "create", after: { object: unknown } } },
        state: { [address]: { object: { data: { a: "1" } } } },
      },
    );
    traps.close();
    expect(traps.met).toEqual([]);
  });

  test("plans nothing for other forms of a value, sidecars, foreign labels and an autoscaler, and one line for what is ours", async () => {
    const web = ref("Deployment", "web", "apps/v1");
    const other = (more: object) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: space },
      ...more,
    });
    const text = manifest("x", deployment(space));
    await steps()
      .apply(text, {
        plan: { [address]: { action: "create", after: { object: { metadata: { labels: { tier: "front" } } } } } },
        state: { [address]: { object: ownDeployment } },
      })
      .do(async () => {
        expect((await cluster.get(web))?.spec).toMatchObject({
          template: { spec: { containers: [{ name: "sidecar" }, { name: "web" }] } },
        });
        await applyAs(cluster, "mesh", other({ metadata: { name: "web", namespace: space, labels: { mesh: "on" } } }));
        await autoscale(cluster, space);
      })
      .apply(text, { plan: { [address]: absent }, warnings: [] })
      .apply(text.replace("1000m", "1"), { plan: { [address]: absent } })
      .do(() =>
        applyAs(
          cluster,
          "somebody",
          other({
            metadata: { name: "web", namespace: space, labels: { tier: "back" } },
            spec: { template: { spec: { containers: [{ name: "web", image: "registry.test/web:2" }] } } },
          }),
        ),
      )
      .apply(text, {
        plan: {
          [address]: { action: "update", after: { object: { metadata: { labels: { app: "web", tier: "front" } } } } },
        },
        warnings: [/metadata\.labels\.tier: "somebody" since 20/, /containers\[name="web"\]\.image: "somebody"/],
      })
      .do(async () => {
        expect((await cluster.get(web))?.metadata.labels).toEqual({ app: "web", tier: "front", mesh: "on" });
      })
      // The API server tells no owner of what is scaled before anybody applied it.
      .do(() => applyAs(cluster, "autoscaler", other({ spec: { replicas: 4 } })))
      .apply(manifest("x", deployment(space, { replicas: 2 })), {
        error: /spec\.replicas: "autoscaler" since 20[^]*force_conflicts = true/,
      })
      .do(async () => {
        await cluster.delete(ref("HorizontalPodAutoscaler", "web", "autoscaling/v2"));
        const scale = ["scale", "deployment/web", "--replicas=5", `--namespace=${space}`];
        expect(await kubectlAnswer(sandbox.kubeconfig, scale)).toMatchObject({ code: 0 });
      })
      .apply(manifest("x", deployment(space, { replicas: 2 })), {
        error: /spec\.replicas: "kubectl"[^]*leave these fields out[^]*force_conflicts = true/,
      })
      .apply(manifest("x", deployment(space, { replicas: 2 }), "force_conflicts = true"), {
        plan: { [address]: { action: "update" } },
      })
      .do(async () => {
        expect((await cluster.get(web))?.spec).toMatchObject({ replicas: 2 });
      })
      .apply(manifest("x", deployment(space, { selector: { matchLabels: { app: "web", more: "yes" } } })), {
        error: /cannot change spec\.selector[^]*on_immutable/,
      });
  });

  test("keeps an object through another version of its group, and makes it anew only where that is asked for", async () => {
    const group = `two.${name}.test`;
    const definition = manifest("definition", gadgets(group));
    const one = (version: string, spec: object) =>
      definition + manifest("x", gadget(group, version, space, spec), "depends_on = [hikube_manifest.definition]");
    const gadgetRef = ref("Gadget", "one", `${group}/v1`);
    const fixed = (value: string) =>
      manifest("y", { ...configMap(space, "fixed", { a: value }), immutable: true }, 'on_immutable = "replace"');
    let uid: unknown;
    await steps()
      .apply(one("v1beta1", { deep: { list: [1] } }))
      .do(async () => (uid = await uidOf(cluster, gadgetRef)))
      .apply(one("v1", { deep: { list: [1, 2], more: true } }), {
        plan: { [address]: { action: "update", replacedBy: [] } },
      })
      .do(async () => {
        expect(await uidOf(cluster, gadgetRef)).toBe(uid);
      })
      .apply(fixed("1"))
      .apply(fixed("2"), { plan: { "hikube_manifest.y": { action: "replace" } } });
  });

  test("waits, and says why in vain: the object is stored as tainted", async () => {
    const bare = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "bare", namespace: space } };
    const ready = 'wait = { conditions = { Ready = "True" } }\n  timeouts { create = "3s" }';
    const reported = eventually("the pod", async () => {
      const body = { status: { containerStatuses: PULLING } };
      return cluster.patch(ref("Pod", "stuck"), "merge", body, { subresource: "status" }).catch(() => undefined);
    });
    await steps()
      .apply(manifest("x", stuckPod(space), ready), {
        error:
          /The create timed out after 3s. Not reached: condition Ready[^]*container web: ImagePullBackOff: Back-off pulling image[^]*as\s+tainted/,
        tainted: [address],
      })
      .do(() => reported)
      .apply(manifest("x", configMap(space, "soon", { a: "1" }), 'wait = { fields = { "data.a" = "1" } }'))
      // Nobody owns a field of it: it is ours all the same.
      .apply(manifest("x", bare, 'wait = { fields = { "data.a" = "*" } }\n  timeouts { create = "1s" }'), {
        error: /Not reached: data\.a/,
        tainted: [address],
      })
      .apply(manifest("x", bare), { plan: { [address]: { action: "replace" } }, warnings: [] });
  });

  test("stores a secret nowhere but in its Secret", async () => {
    const object = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "login", namespace: space },
      data: { user: "YQ==" },
    };
    const secret = (version: number) =>
      `variable "marker" {\n  ephemeral = true\n}\n` +
      manifest(
        "x",
        object,
        `secret_wo = { stringData = { password = var.marker } }\n  secret_wo_version = ${String(version)}`,
      );
    const encoded = Buffer.from(MARKER).toString("base64");
    const log = join(sandbox.directory, `trace-${name}.log`);
    await steps(admin(), { TF_LOG: "TRACE", TF_LOG_PATH: log, TF_VAR_marker: MARKER })
      .plan(manifest("x", object, 'secret_wo = { stringData = { password = "x" } }'), { error: /secret_wo_version/ })
      .apply(secret(1), { state: { [address]: { object: { kind: "Secret", data: absent } } } })
      .do(async (at) => {
        expect((await cluster.get(ref("Secret", "login")))?.data).toEqual({ user: "YQ==", password: encoded });
        const traces = await tracesOf(at, log);
        const maps = await cluster.list({ apiVersion: "v1", kind: "ConfigMap" });
        // What is looked through holds the rest of the object, and the log what terraform did.
        expect(traces[0]).toContain("YQ==");
        expect(traces.at(-1)).toContain("ApplyResourceChange");
        expect(maps).not.toEqual([]);
        for (const text of [...traces, JSON.stringify(maps)])
          expect([MARKER, encoded].filter((one) => text.includes(one))).toEqual([]);
      })
      .do(() => cluster.patch(ref("Secret", "login"), "merge", { data: { password: "YQ==" } }))
      .apply(secret(1), { plan: { [address]: { action: "update" } }, warnings: [/\.data\.password/, /set back/] })
      .do(async () => {
        expect((await cluster.get(ref("Secret", "login")))?.data).toMatchObject({ password: encoded });
      })
      .apply(secret(2), { plan: { [address]: { action: "update" } } });
  });

  test("names what keeps an object that is to go", async () => {
    const held = (finalizers: readonly string[]) => ({ metadata: { finalizers } });
    const own = `${space}-held`;
    const late = 'timeouts { delete = "2s" }';
    const both = [
      manifest("space", namespace(own), late),
      manifest("x", configMap(own, "held", { a: "1" }), `depends_on = [hikube_manifest.space]\n  ${late}`),
    ];
    await steps()
      .apply(both.join(""))
      .do(() => cluster.patch({ ...ref("ConfigMap", "held"), namespace: own }, "merge", held(["example.test/hold"])))
      .destroy({ error: /held" is not gone yet[^]*example\.test\/hold/ })
      .do(async ({ run }) => {
        await run("state", "rm", address);
        const space = { apiVersion: "v1", kind: "Namespace", name: own };
        await cluster.delete(space);
        // The controller says it in its own time.
        await eventually("the conditions", async () =>
          JSON.stringify(await cluster.get(space)).includes("example.test/hold"),
        );
      })
      .destroy({ error: /Namespace[^]*is not gone yet[^]*example\.test\/hold in 1 resource/ })
      .do(() => cluster.patch({ ...ref("ConfigMap", "held"), namespace: own }, "merge", held([])))
      .do(() =>
        eventually(
          "its end",
          async () => (await cluster.get({ apiVersion: "v1", kind: "Namespace", name: own })) === undefined,
        ),
      );
  });

  const ground = { name, path, space, admin, steps, sandbox: () => sandbox };
  takeoverTests(ground);
  keptTests(ground);
});
