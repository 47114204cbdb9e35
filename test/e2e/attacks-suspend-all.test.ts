import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suspendTenant } from "../../src/cli/lifetime/suspend";
import { refOf } from "../../src/kube/http-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { BANK, describeUnderGuardrails, SHOP } from "./attack-ground";
import { deployment, LAST_APPLIED, statefulSet, template, withEnvironment } from "./attack-sizes";
import { CONTAINER, creating, own, testAttacks, withMetadata } from "./attacks";
import { hikubeWith, type Said } from "./hikube";
import { asAnyCluster, eventually } from "./support";

const REPLICAS_BEFORE = "hikube.cloud/replicas-before-suspend";
/** Fills what Kubernetes lets annotations take to the last three bytes. */
const FULL = (() => {
  const key = "example.ch/much";
  const value = "x".repeat(88_000);
  return { [key]: value, [LAST_APPLIED]: "x".repeat(262_141 - key.length - value.length - LAST_APPLIED.length) };
})();
const PRIVATE = "not for the terminal";

describeUnderGuardrails("what would keep others from being suspended or resumed", (ground) => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hikube-suspend-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const hikube = (...args: readonly string[]): Promise<Said> =>
    hikubeWith({ ...process.env, ...asAnyCluster(ground().sandbox, folder) })(...args);
  const replicasOf = async (object: KubeObject) =>
    ((await ground().admin.get(refOf(object)))?.spec as { replicas: number } | undefined)?.replicas;
  const inBank = (object: KubeObject) => withMetadata(object, { namespace: BANK });
  const running = (kind: typeof deployment | typeof statefulSet) => kind({ replicas: 1 });
  const noted = (note: string, object = deployment()) =>
    withMetadata(object, { annotations: { [REPLICAS_BEFORE]: note } });

  describe("attack 48, leaving no room for the note of how a workload was:", () => {
    // A copy of a large object, as kubectl leaves it.
    const large = deployment({}, template(withEnvironment(40_000)));
    testAttacks(ground, [
      {
        tries: "fills the annotations of a StatefulSet",
        attack: creating(withMetadata(statefulSet(), { annotations: FULL })),
        refusal:
          /hikube-object-size.*take 262141 bytes and leave no room .*allowed here: at most 258048 together|hikube-object-size.*takes \d+ bytes; allowed here: at most 49152/,
        honest: creating(withMetadata(large, { annotations: { [LAST_APPLIED]: JSON.stringify(large) } })),
      },
    ]);
  });

  test("one that is full all the same is suspended with the others, and named", async () => {
    const { admin } = ground();
    const full = await admin.create(withMetadata(running(statefulSet), { annotations: FULL }));
    const others = [await admin.create(running(deployment)), await admin.create(running(statefulSet))];
    const said = await hikube("suspend", SHOP);
    expect(said.code).toBe(1);
    expect(said.out).toMatch(
      `failed: StatefulSet ${full.metadata.name}: suspended, but \`hikube resume\` will not restore it (1 replicas)`,
    );
    expect(await Promise.all([full, ...others].map(replicasOf))).toEqual([0, 0, 0]);
    expect(said.out).not.toContain("still running");
    // What is not needed for it is not in its way the next time either.
    expect(await hikube("suspend", SHOP)).toMatchObject({ code: 0 });
    expect(await hikube("resume", SHOP)).toMatchObject({ code: 0 });
    expect(await Promise.all([full, ...others].map(replicasOf))).toEqual([0, 1, 1]);
    for (const object of [full, ...others]) await admin.delete(refOf(object));
  });

  test("annotations that are not replicas restore nothing, and what is beside them is restored", async () => {
    const { admin } = ground();
    const member = ground().member("admin");
    const honest = await member.create(running(deployment));
    await eventually("its pod", async () => (await pods(SHOP)).length === 1 || undefined);
    await suspendTenant(admin, SHOP);
    const environment = [{ name: "SECRET", value: PRIVATE }];
    const secret = template({ containers: [{ ...CONTAINER, env: environment }] });
    const spoiled = [
      await member.create(noted("99999999999", deployment({}, secret))),
      await member.create(noted("2147483648", own("apps/v1", "ReplicaSet", { spec: bare(0) }))),
      await member.create(noted("2147483647", statefulSet())),
      await member.create(noted("1e3", statefulSet())),
    ];
    // More than the tenant may ask for at once: the platform refuses it to a cluster-admin too.
    const many = await member.create(noted("1500", statefulSet()));
    const said = await hikube("resume", SHOP);
    expect(said.code).toBe(1);
    for (const { kind, metadata } of spoiled) {
      expect(said.out).toContain(
        `failed: ${kind} ${metadata.name}: stays suspended: its annotation ${REPLICAS_BEFORE} was not a number`,
      );
    }
    expect(said.out).toMatch(new RegExp(`failed: StatefulSet ${many.metadata.name}: .*hikube-replicas`));
    expect(said.out + said.err).not.toContain(PRIVATE);
    expect(await Promise.all([...spoiled, many].map(replicasOf))).toEqual([0, 0, 0, 0, 0]);
    expect(await replicasOf(honest)).toBe(1);
    for (const object of [honest, ...spoiled, many]) await admin.delete(refOf(object));
  });

  test("expired tenants that do not exist, or can only be suspended in part, do not stop the others", async () => {
    const { admin } = ground();
    const full = await admin.create(withMetadata(running(statefulSet), { annotations: FULL }));
    const inNext = await admin.create(inBank(running(deployment)));
    writeFileSync(join(folder, "cluster.json"), JSON.stringify(await ground().sandbox.facts()));
    const file = join(folder, "tenants.yaml");
    const tenants = ["gone", "shop", "bank"].map(
      (name) => `  - { name: ${name}, profile: sandbox, expiresAt: 2020-01-01T00:00:00Z }`,
    );
    writeFileSync(file, ["formatVersion: 1", "cluster: cluster.json", "tenants:", ...tenants, ""].join("\n"));
    const said = await hikube("expire", file, "--suspend");
    expect(said.code).toBe(1);
    expect(said.out).toMatch(
      /tenant-gone is only partly suspended: .*\n {2}failed: tenant: the cluster has no namespace/,
    );
    expect(said.out).toContain("tenant-shop is only partly suspended: ");
    expect(said.out).toContain("tenant-bank is suspended: 1 workload scaled to zero");
    expect(await Promise.all([full, inNext].map(replicasOf))).toEqual([0, 0]);
    for (const namespace of [SHOP, BANK]) expect(await hikube("resume", namespace)).toMatchObject({ code: 0 });
    for (const object of [full, inNext]) await admin.delete(refOf(object));
  });

  async function pods(namespace: string): Promise<readonly KubeObject[]> {
    return ground().admin.list({ apiVersion: "v1", kind: "Pod" }, { namespace });
  }
});

function bare(replicas: number): object {
  return { replicas, selector: { matchLabels: { app: "wide" } }, template: template() };
}
