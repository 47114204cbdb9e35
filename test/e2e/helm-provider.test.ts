import { rmSync } from "node:fs";
import { scenario, unknown, type Scenario } from "../../src/plugin/testing";
import { terraformBinaries } from "./binaries";
import { demoChart, helm, packCharts } from "./chart-archives";
import { serveCharts, type ChartServer } from "./chart-server";
import { helmGround, recordsIn, type HelmGround } from "./helm-ground";
import { describeOnSandbox } from "./support";

const NOT_IN_THE_CLUSTER = ["repository", "create_namespace", "description"];

describeOnSandbox("the offline hashicorp/helm", (sandbox) => {
  let ground: HelmGround;
  let charts: ChartServer;

  beforeAll(async () => {
    ground = helmGround(sandbox());
    const broken = { "templates/broken.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Not_A_Name\n" };
    await packCharts(
      [demoChart("1.0.0"), demoChart("1.1.0"), demoChart("2.0.0-rc.1"), demoChart("0.6.6", broken)],
      ground.folder,
    );
    charts = await serveCharts(ground.folder);
  });

  afterAll(async () => {
    await charts.close();
    ground.home.remove();
    rmSync(ground.folder, { recursive: true, force: true });
  });

  describe.each(terraformBinaries())("under $name", ({ name, path }) => {
    const namespace = `helm-${name}`;
    const release = (more = "", version = "1.0.0", at = "a") => `
      resource "helm_release" "${at}" {
        name             = "${at}"
        namespace        = "${namespace}"
        create_namespace = true
        repository       = "${charts.url}"
        chart            = "demo"
        version          = "${version}"
        ${more}
      }`;
    const run = (): Scenario => scenario(ground.provider(), { terraform: path() });
    const configMap = (at = "a") =>
      ground.cluster.get({ apiVersion: "v1", kind: "ConfigMap", name: `${at}-demo`, namespace });
    const byHand = (...args: readonly string[]) =>
      helm([...args, "--namespace", namespace], { KUBECONFIG: ground.environment.KUBECONFIG });

    afterEach(async () => {
      expect(await configMap()).toBeUndefined();
      expect(await recordsIn(ground.cluster, namespace)).toEqual([]);
    });

    test("installs, plans nothing afterwards, updates in place and upgrades", async () => {
      await run()
        .apply(release(), {
          plan: {
            "helm_release.a": { action: "create", after: { metadata: unknown, status: "deployed", version: "1.0.0" } },
          },
          state: {
            "helm_release.a": { id: "a", status: "deployed", manifest: null, metadata: { revision: 1, values: "{}" } },
          },
          warnings: [],
        })
        .importVerify("helm_release.a", { id: `${namespace}/a`, ignore: NOT_IN_THE_CLUSTER })
        .apply(release('values = [yamlencode({ greeting = "servus" })]'), {
          plan: { "helm_release.a": { action: "update", after: { metadata: unknown, id: "a", version: "1.0.0" } } },
          state: { "helm_release.a": { metadata: { revision: 2, values: '{"greeting":"servus"}' } } },
        })
        .apply(release('values = [yamlencode({ greeting = "salut" })]', "1.1.0"), {
          plan: { "helm_release.a": { action: "update" } },
          state: {
            "helm_release.a": {
              version: "1.1.0",
              metadata: { app_version: "app-1.1.0", revision: 3, notes: "a says salut\n" },
            },
          },
        })
        .do(async () => {
          expect((await configMap())?.data).toMatchObject({ greeting: "salut", version: "1.1.0" });
        })
        .destroy();
    });

    test("installs two releases side by side, and takes the newest version where none is given", async () => {
      const newest = release("", "1.1.0", "b").replace(/version .*/, "");
      await run().apply(`${release()}${newest}`, {
        state: { "helm_release.a": { version: "1.0.0" }, "helm_release.b": { version: "1.1.0" } },
      });
    });

    test("replaces a release whose name or namespace changes", async () => {
      await run()
        .apply(release())
        .plan(release().replace('name             = "a"', 'name = "other"'), {
          plan: { "helm_release.a": { action: "replace", replacedBy: ["name"] } },
        })
        .plan(release().replace(`"${namespace}"`, `"${namespace}-x"`), {
          plan: { "helm_release.a": { action: "replace", replacedBy: ["namespace"] } },
        });
    });

    test("sees values that somebody changed, and a release that somebody removed", async () => {
      const wanted = release('values = ["greeting: salut"]');
      await run()
        .apply(wanted)
        .do(() => byHand("upgrade", "a", "demo", "--repo", charts.url, "--set", "greeting=hacked"))
        .apply(wanted, {
          plan: { "helm_release.a": { action: "update" } },
          state: { "helm_release.a": { metadata: { revision: 3, values: '{"greeting":"salut"}' } } },
        })
        .do(() => byHand("uninstall", "a"))
        .apply(wanted, { plan: { "helm_release.a": { action: "create" } } });
    });

    test("a failed install is told and stays in the state, so that the next apply replaces it", async () => {
      const stuck = release('timeout = 1\nvalues = ["replicas: 1\\nnodeSelector: { nowhere: here }"]');
      await run()
        .apply(stuck, {
          error:
            /could not install the release "a" in the namespace "helm-\w+"[^]*The release is failed now, at revision 1/,
        })
        .apply(release(), {
          plan: { "helm_release.a": { action: "replace" } },
          state: { "helm_release.a": { status: "deployed", metadata: { revision: 1 } } },
        });
    });

    test("with atomic nothing is left of a failed install", async () => {
      const stuck = release('atomic = true\ntimeout = 1\nvalues = ["replicas: 1\\nnodeSelector: { nowhere: here }"]');
      await run()
        .apply(stuck, { error: /Nothing of it is left in the cluster/ })
        .apply(release(), { plan: { "helm_release.a": { action: "create" } } });
    });

    test("a failed upgrade keeps the state, and the next apply goes on from there", async () => {
      await run()
        .apply(release())
        .apply(release("", "0.6.6"), { error: /could not upgrade[^]*Not_A_Name[^]*The release is failed now/ })
        .apply(release(), {
          plan: { "helm_release.a": { action: "update" } },
          state: { "helm_release.a": { status: "deployed", version: "1.0.0" } },
        });
    });

    test("a chart, a version or a server that is not there is an error of the plan", async () => {
      await run()
        .plan(release("", "9.9.9"), { error: /could not fetch the chart demo of .*, version 9\.9\.9/ })
        .plan(release("", ">= 1.0"), { error: /Planned version is different from configured version/ })
        .plan(release().replace('"demo"', '"nope"'), { error: /nope[^]*Check the names of the chart/ })
        .plan(release().replace(charts.url, "http://127.0.0.1:9"), { error: /could not read the chart repository/ })
        .plan(release().replace(charts.url, ""), { error: /There is no chart "demo"/ })
        .plan(release('lint = true\nvalues = ["a: ["]'), { error: /no YAML/ });
    });

    test("a release that is there already is not taken over, unless that is asked for", async () => {
      const sight = { "helm_release.a": { metadata: { revision: 2 } } };
      await run()
        .do(() => byHand("install", "a", "demo", "--repo", charts.url, "--create-namespace"))
        .apply(release(), { error: /cannot re-use a name[^]*terraform import ADDRESS NAMESPACE\/NAME/ })
        .apply(release("upgrade_install = true"), { state: sight });
    });

    test("a kind of number, list and map of every set arrives", async () => {
      const sets = `
        values        = ["list: [a, b]\\nnested: { kept: yes }"]
        set           = [{ name = "greeting", value = "01", type = "string" }, { name = "list[1]", value = "c" }, { name = "nested.number", value = "7" }]
        set_list      = [{ name = "nested.items", value = ["x", "y"] }]
        set_sensitive = [{ name = "nested.key", value = "k,e\\\\,y" }]`;
      await run()
        .apply(release(sets.replace("k,e", "k\\\\,e")), {
          state: { "helm_release.a": { metadata: { values: /"key":"\(sensitive value\)"/ } } },
        })
        .do(async () => {
          const { values = "" } = ((await configMap())?.data ?? {}) as Record<string, string>;
          expect(JSON.parse(values)).toMatchObject({
            greeting: "01",
            list: ["a", "c"],
            nested: { kept: true, number: 7, items: ["x", "y"], key: "k,e,y" },
          });
        });
    });

    test("what is not known while planning stays unknown", async () => {
      const from = `${release()}\n${release("values = [helm_release.a.metadata.notes]", "1.0.0", "b")}`;
      await run().plan(from, {
        plan: { "helm_release.b": { action: "create", after: { values: [unknown], metadata: unknown } } },
      });
    });
  });
});
