import { writeFileSync } from "node:fs";
import { objectIn } from "../../src/model/json";
import type { Cluster } from "../../src/kube/cluster";
import { ANNOTATIONS } from "../../src/model/tenant/spec/labels";
import { terraformBinaries } from "./binaries";
import { FAULTS, openFaultProxy, type FaultProxy } from "./fault-proxy";
import { seededRandom } from "./killed-apply";
import { callsOfTenants } from "./provider-calls";
import { disputesOfTenants } from "./provider-disputes";
import { disputesOfManifests } from "./provider-manifest-disputes";
import { openHclGround, watchGranted, type HclGround, type HclProject, type Kill } from "./provider-ground";
import { describeOnSandbox, eventually } from "./support";
import { holdsOfRoom } from "./provider-held-room";
import { racesForReserve } from "./provider-reserve-race";
import { MOMENTS, openWriteGate } from "./write-gate";

const SEED = Number(process.env.HIKUBE_SEED ?? 20_260_101);
/** How often each command is killed. */
const KILLS = Number(process.env.HIKUBE_KILLS ?? 10);
/** Part of the writes of a run that each other run takes, too. */
const SURE_PART = 0.7;
const APPLY = ["apply", "-auto-approve"];
const DESTROY = ["destroy", "-auto-approve"];

const tree = (top: string): string => `
resource "hikube_tenant" "top" {
  name    = "${top}"
  profile = "development"
  quota   = { cpu = "8", memory = "16Gi", storage = "100Gi" }
}
resource "hikube_tenant" "sub" {
  for_each = { shop = "2", crew = "3" }
  name     = each.key
  parent   = hikube_tenant.top.namespace
  quota    = { cpu = each.value, memory = "4Gi", storage = "10Gi" }
}
`;

const children = (names: readonly string[]): string => `
resource "hikube_tenant" "child" {
  for_each = toset(${JSON.stringify(names)})
  name     = each.key
  parent   = "tenant-big"
  quota    = { cpu = "100m", memory = "128Mi", storage = "1Gi" }
}
`;

const hardCpu = async (cluster: Cluster, namespace: string): Promise<unknown> => {
  const quota = await cluster.get({ apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace });
  return quota === undefined ? undefined : objectIn(objectIn(quota.spec).hard)["limits.cpu"];
};

/** What the long run keeps. */
function writeResult(result: object): void {
  if (process.env.HIKUBE_KILLS_RESULT === undefined) return;
  const dated = { date: new Date().toISOString().slice(0, 10), seed: SEED, ...result };
  writeFileSync(process.env.HIKUBE_KILLS_RESULT, `${JSON.stringify(dated, null, 2)}\n`);
}

describeOnSandbox("the installed provider hikube, when things go wrong", (sandbox) => {
  const [binary] = terraformBinaries();
  let ground: HclGround;
  let cluster: Cluster;
  let platform: HclProject;
  const open: FaultProxy[] = [];

  beforeAll(async () => {
    ground = openHclGround(binary!.path(), sandbox());
    cluster = sandbox().cluster();
    platform = await ground.project("platform", `resource "hikube_platform" "this" {\n  contact = "#help"\n}\n`);
    await platform.succeed(APPLY);
  }, 300_000);

  afterAll(() => {
    for (const proxy of open) proxy.close();
    ground.close();
  });

  test("a platform that no state holds any more is imported with what it was asked for: nothing changes", async () => {
    await platform.succeed(["state", "rm", "hikube_platform.this"]);
    await platform.succeed(["import", "hikube_platform.this", "hikube-system"]);
    expect(await platform.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
  });

  test(
    `kill -9 of terraform or of its provider, in an apply and in a destroy, is mended by the next (seed ${String(SEED)})`,
    async () => {
      const project = await ground.project("killed", tree("shaken"));
      const random = seededRandom(SEED);
      const granted = watchGranted(cluster, "tenant-shaken");
      const last = { apply: await project.writesOf(APPLY), destroy: await project.writesOf(DESTROY) };
      for (let turn = 0; turn < KILLS; turn += 1) {
        const killAt = (writes: number): Kill => ({
          victim: turn % 2 === 0 ? "terraform" : "provider",
          // One write in each slice of them: early and late ones, whatever the seed. Shares that meet at their parent are written
          // more than once, so that another run may take fewer.
          write: 1 + Math.floor(((turn + random()) / KILLS) * SURE_PART * (writes - 1)),
          moment: MOMENTS[turn % MOMENTS.length]!,
        });
        expect(await project.interrupt(APPLY, killAt(last.apply))).toBe(true);
        await eventually("the provider to end with terraform", () => project.providers().length === 0);
        // Who mends it may have changed his mind. A tenant that was finished, of which terraform wrote nothing down, is another's then.
        const top = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-shaken" });
        const isFinished = top !== undefined && top.metadata.annotations?.[ANNOTATIONS.unfinished] === undefined;
        const isStored = (await project.succeed(["state", "list"])).includes("hikube_tenant.top");
        if (!isFinished || isStored) {
          project.write(tree("shaken").replace("16Gi", turn % 2 === 0 ? "20Gi" : "16Gi"));
        }
        await project.succeed(APPLY);
        expect(await project.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
        const amounts = ["tenant-shaken", "tenant-shaken-shop", "tenant-shaken-crew"].map((name) =>
          hardCpu(cluster, name),
        );
        expect(await Promise.all(amounts)).toEqual(["3", "2", "3"]);
        expect(await project.interrupt(DESTROY, killAt(last.destroy))).toBe(true);
        await project.succeed(DESTROY);
        expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-shaken" })).toBeUndefined();
        expect(await project.succeed(["state", "list"])).toBe("");
      }
      const mostGrantedMillicores = await granted.stop();
      expect(mostGrantedMillicores).toBe(8_000);
      writeResult({ kills: { ofApply: KILLS, ofDestroy: KILLS }, writes: last, mostGrantedMillicores });
    },
    300_000 + KILLS * 60_000,
  );

  test.each([
    ["make one tenant", false],
    ["adopt one namespace", true],
  ])(
    "of two configurations that %s at once the second is refused, and nothing of the first is changed",
    async (_, adopt) => {
      const made = (cpu: string) =>
        tree("wanted")
          .split("resource")
          .slice(0, 2)
          .join("resource")
          .replace('"8"', `"${cpu}"`)
          .replace("profile", `adopt = ${adopt}\n  profile`);
      const projects = ["one", "other"].map((name, at) =>
        ground.project(`${name}-${adopt}`, made(at === 0 ? "8" : "6")),
      );
      const [one, other] = (await Promise.all(projects)) as [HclProject, HclProject];
      if (adopt) await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-wanted" } });
      // Its first write waits, so that it found no tenant.
      const gate = await openWriteGate(sandbox().connection, 1, "before");
      const late = other.run(APPLY, gate.server);
      await gate.reached;
      await one.succeed(APPLY);
      gate.open();
      const { code, out } = await late;
      await gate.close();
      expect([code, out]).toEqual([
        1,
        expect.stringMatching(/There is a tenant tenant-wanted already[^]*tenant-held-elsewhere/),
      ]);
      expect(await one.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
      const namespace = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-wanted" });
      expect(namespace?.metadata.annotations?.[ANNOTATIONS.unfinished]).toBeUndefined();
      expect(JSON.stringify(namespace?.metadata.managedFields)).not.toMatch(/"hikube-[0-9a-f]{12}"/);
      await one.succeed(DESTROY);
    },
  );

  test("a fifth of all calls that go wrong are a slow apply, and nothing else", async () => {
    const project = await ground.project("faults", tree("weather"));
    const proxy = await openFaultProxy(sandbox().connection, { share: 0.2, random: seededRandom(SEED) });
    open.push(proxy);
    await project.succeed(APPLY, proxy.server);
    expect(await project.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    const amounts = ["tenant-weather", "tenant-weather-shop", "tenant-weather-crew"].map((name) =>
      hardCpu(cluster, name),
    );
    expect(await Promise.all(amounts)).toEqual(["3", "2", "3"]);
    await project.succeed(DESTROY, proxy.server);
    expect(await cluster.get({ apiVersion: "v1", kind: "Namespace", name: "tenant-weather" })).toBeUndefined();
    expect([...proxy.injected.keys()].sort()).toEqual([...FAULTS].sort());
  }, 600_000);

  callsOfTenants(() => ({ ground, sandbox: sandbox() }));
  disputesOfTenants(() => ({ ground, sandbox: sandbox() }));
  disputesOfManifests(() => ({ ground, sandbox: sandbox() }));
  holdsOfRoom(() => ({ ground, sandbox: sandbox() }));
  racesForReserve(() => ({ ground, sandbox: sandbox() }));

  test("fifty children of two pipelines take their shares at once, and give them back", async () => {
    const parent = `
      resource "hikube_tenant" "big" {
        name    = "big"
        profile = "development"
        quota   = { cpu = "8", memory = "16Gi", storage = "100Gi" }
      }`;
    const big = await ground.project("big", parent);
    await big.succeed(APPLY);
    const granted = watchGranted(cluster, "tenant-big");
    const names = (team: string): string[] => Array.from({ length: 25 }, (_, index) => `${team}${String(index)}`);
    const teams = await Promise.all(["a", "b"].map((team) => ground.project(team, children(names(team)))));
    await Promise.all(teams.map((project) => project.succeed([...APPLY, "-parallelism=25"])));
    expect(await hardCpu(cluster, "tenant-big")).toBe("3");
    expect(await big.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    await Promise.all(teams.map((project) => project.succeed([...DESTROY, "-parallelism=25"])));
    expect(await hardCpu(cluster, "tenant-big")).toBe("8");
    expect(await granted.stop()).toBe(8_000);
    await big.succeed(DESTROY);
  }, 900_000);
});
