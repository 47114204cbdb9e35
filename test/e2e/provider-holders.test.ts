import type { ObjectRef } from "../../src/kube/cluster";
import { terraformBinaries } from "./binaries";
import { openHclGround, type HclGround, type HclProject } from "./provider-ground";
import { describeOnSandbox } from "./support";
import { openWriteGate } from "./write-gate";

const APPLY = ["apply", "-auto-approve"];
const DESTROY = ["destroy", "-auto-approve"];
const NO_CHANGES = ["plan", "-detailed-exitcode"];

const tenant = (profile = "development") => `
resource "hikube_tenant" "shop" {
  name    = "shop"
  profile = ${JSON.stringify(profile)}
}
`;
const platform = (guardrails: boolean) => `
resource "hikube_platform" "this" { guardrails = ${String(guardrails)} }
`;

const NAMESPACE: ObjectRef = { apiVersion: "v1", kind: "Namespace", name: "tenant-shop" };
const BINDING = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding" };

describeOnSandbox("one holder of a tenant, and of the platform:", (sandbox) => {
  let ground: HclGround;

  beforeAll(() => {
    ground = openHclGround(terraformBinaries()[0]?.path() ?? "terraform", sandbox());
  });
  afterAll(() => {
    ground.close();
  });

  const two = async (name: string, main: string): Promise<readonly [HclProject, HclProject]> =>
    Promise.all([ground.project(`${name}-first`, main), ground.project(`${name}-second`, main)]);
  const uidNow = async () => (await sandbox().cluster().get(NAMESPACE))?.metadata.uid;
  /** Runs one configuration, and another one while its nth write is on the way. */
  const during = async (held: HclProject, args: readonly string[], nth: number, meanwhile: () => Promise<unknown>) => {
    const gate = await openWriteGate(sandbox().connection, nth, "before");
    const running = held.run(args, gate.server);
    await gate.reached;
    await meanwhile();
    gate.open();
    const ended = await running;
    await gate.close();
    return ended;
  };

  test.each([
    ["removal", DESTROY, tenant(), 0],
    ["change", APPLY, tenant("staging"), 1],
  ])(
    "a %s on its way while another configuration takes the tenant over does nothing",
    async (what, args, main, end) => {
      const [first, second] = await two(what, tenant());
      await first.succeed(APPLY);
      const uid = await uidNow();
      first.write(main);
      const { code, out } = await during(first, args, 1, () => second.succeed(APPLY));
      expect([code, out]).toEqual([end, expect.stringMatching(/Another resource holds the tenant tenant-shop now/)]);
      expect(await uidNow()).toBe(uid);
      expect(await second.succeed(NO_CHANGES)).toContain("No changes.");
      await second.succeed(DESTROY);
      expect(await uidNow()).toBeUndefined();
    },
  );

  test("a tainted tenant that another configuration has taken over since the plan is not made anew", async () => {
    const [first, second] = await two("tainted", tenant());
    await first.succeed(APPLY);
    const uid = await uidNow();
    await first.succeed(["taint", "hikube_tenant.shop"]);
    await first.succeed(["plan", "-out=kept.tfplan"]);
    await second.succeed(APPLY);
    const { code, out } = await first.run(["apply", "kept.tfplan"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/There is a tenant tenant-shop already/)]);
    expect(await uidNow()).toBe(uid);
    expect(await second.succeed(NO_CHANGES)).toContain("No changes.");
    await second.succeed(DESTROY);
  });

  test("a tainted tenant that is made anew under another name leaves what another configuration has taken over", async () => {
    const [first, second] = await two("renamed", tenant());
    await first.succeed(APPLY);
    const uid = await uidNow();
    await first.succeed(["taint", "hikube_tenant.shop"]);
    first.write(tenant().replace('"shop"\n  profile', '"store"\n  profile'));
    await first.succeed(["plan", "-out=kept.tfplan"]);
    await second.succeed(APPLY);
    const out = await first.succeed(["apply", "kept.tfplan"]);
    expect(out).toContain("Another resource holds the tenant tenant-shop now");
    expect(await uidNow()).toBe(uid);
    expect(await second.succeed(NO_CHANGES)).toContain("No changes.");
    await Promise.all([first.succeed(DESTROY), second.succeed(DESTROY)]);
  });

  test("of an imported tenant whichever state changes it first holds it alone", async () => {
    const [first, second] = await two("imported", tenant());
    await first.succeed(APPLY);
    await second.succeed(["import", "hikube_tenant.shop", NAMESPACE.name]);
    first.write(tenant("staging"));
    await first.succeed(APPLY);
    expect(await first.succeed(NO_CHANGES)).toContain("No changes.");
    second.write(tenant("staging"));
    expect(await second.succeed(DESTROY)).toContain("Another resource holds the tenant tenant-shop now");
    expect(await uidNow()).toBeDefined();
    await first.succeed(DESTROY);
  });

  test("a mark that was taken away is drift, and until it is set back nothing is removed", async () => {
    const [first] = await two("mark", tenant());
    await first.succeed(APPLY);
    const annotations = { "hikube.cloud/made-by": null };
    await sandbox().cluster().patch(NAMESPACE, "merge", { metadata: { annotations } });
    expect(await first.run(NO_CHANGES)).toEqual({ code: 2, out: expect.stringContaining("made-by") as string });
    const { code, out } = await first.run(DESTROY);
    expect([code, out]).toEqual([1, expect.stringMatching(/Nobody knows who holds the tenant tenant-shop/)]);
    await first.succeed(APPLY);
    expect(await first.succeed(NO_CHANGES)).toContain("No changes.");
    await first.succeed(DESTROY);
    expect(await uidNow()).toBeUndefined();
  });

  test("a change of the platform ends where another configuration takes the platform over", async () => {
    const [first, second] = await two("platform", platform(true));
    await first.succeed(APPLY);
    const bindings = async () => (await sandbox().cluster().list(BINDING)).length;
    const all = await bindings();
    first.write(platform(false));
    // The first write is that of its mark.
    const { code, out } = await during(first, APPLY, 2, () => second.succeed(APPLY));
    expect([code, out]).toEqual([1, expect.stringMatching(/Another resource holds the platform now/)]);
    expect(await bindings()).toBeGreaterThanOrEqual(all - 1);
    expect(await first.succeed(DESTROY)).toContain("Another resource holds the platform now");
    await second.succeed(APPLY);
    expect(await bindings()).toBe(all);
    await second.succeed(DESTROY);
    expect(await bindings()).toBe(0);
  });
});
