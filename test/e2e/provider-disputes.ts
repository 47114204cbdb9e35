import type { Sandbox } from "../../src/sandbox";
import type { HclGround, HclProject } from "./provider-ground";
import { eventually } from "./support";
import { openWriteGate } from "./write-gate";

const APPLY = ["apply", "-auto-approve"];
const DESTROY = ["destroy", "-auto-approve"];

const disputed = (adopt: boolean) => `
resource "hikube_tenant" "disputed" {
  name    = "disputed"
  profile = "development"
  adopt   = ${adopt}
}
`;

/** One that is new, and one that is adopted. */
const SINCE = `
resource "hikube_tenant" "since" {
  name    = "since"
  profile = "development"
}
resource "hikube_tenant" "place" {
  name      = "place"
  namespace = "old-place"
  profile   = "development"
  adopt     = true
}
`;

/** Neither its name nor its namespace is known before the apply. */
const LATE_NAME = `
resource "terraform_data" "name" { input = "late" }
resource "hikube_tenant" "late" {
  name    = terraform_data.name.output
  profile = "development"
}
`;

/** A write in the middle of what a tenant consists of: its spec is recorded by then. */
const STALLED_AT = 6;

/** Two configurations that make the same, of which one stands still. */
export function disputesOfTenants(open: () => { readonly ground: HclGround; readonly sandbox: Sandbox }): void {
  test.each([
    ["makes", false],
    ["adopts", true],
  ])(
    "an apply that stood still while another one %s just its tenant is refused, now and the next time",
    async (_, adopt) => {
      const { ground, sandbox } = open();
      if (adopt)
        await sandbox.cluster().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-disputed" } });
      const projects = ["late", "other"].map((name) => ground.project(`disputed-${name}-${adopt}`, disputed(adopt)));
      const [late, other] = (await Promise.all(projects)) as [HclProject, HclProject];
      const gate = await openWriteGate(sandbox.connection, STALLED_AT, "before");
      const stalled = late.run(APPLY, gate.server);
      await gate.reached;
      await other.succeed(APPLY);
      gate.open();
      const first = await stalled;
      await gate.close();
      for (const { code, out } of [first, await late.run(APPLY)]) {
        const refusal = /There is a tenant tenant-disputed already[^]*tenant-held-elsewhere/;
        expect([code, out]).toEqual([1, expect.stringMatching(refusal)]);
      }
      expect(await late.succeed(["state", "list"])).toBe("");
      expect(await other.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
      await other.succeed(DESTROY);
    },
  );

  test("a kept plan that saw no tenant does not take over what another configuration has made since", async () => {
    const { ground, sandbox } = open();
    await sandbox.cluster().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "old-place" } });
    const projects = ["kept-late", "kept-other"].map((name) => ground.project(name, SINCE));
    const [late, other] = (await Promise.all(projects)) as [HclProject, HclProject];
    await late.succeed(["plan", "-out=kept.tfplan"]);
    await other.succeed(APPLY);
    const { code, out } = await late.run(["apply", "kept.tfplan"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/another apply\s+has\s+made\s+it\s+since/)]);
    expect(out.match(/inconsistent final plan/g)).toHaveLength(2);
    expect(await late.succeed(["state", "list"])).toBe("");
    expect(await other.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    await other.succeed(DESTROY);
  });

  test.each([
    ["has taken it over", false],
    ["has made it anew", true],
  ])("who holds a tenant is told when another configuration %s, and deletes nothing of it", async (_, isGone) => {
    const { ground, sandbox } = open();
    const namespace = { apiVersion: "v1", kind: "Namespace", name: "tenant-disputed" };
    const projects = ["first", "second"].map((name) => ground.project(`lost-${name}-${isGone}`, disputed(false)));
    const [first, second] = (await Promise.all(projects)) as [HclProject, HclProject];
    await first.succeed(APPLY);
    if (isGone) {
      await sandbox.cluster().delete(namespace);
      await eventually("the namespace to be gone", async () => (await sandbox.cluster().get(namespace)) === undefined);
    }
    const taking = await second.succeed(APPLY);
    expect(taking.includes("taken_over = true")).toBe(!isGone);
    const uid = (await sandbox.cluster().get(namespace))?.metadata.uid;
    const told = /Another resource holds the tenant tenant-disputed now/;
    expect(await first.succeed(["plan"])).toMatch(told);
    first.write(disputed(false).replace("development", "staging"));
    const { code, out } = await first.run(APPLY);
    expect([code, out]).toEqual([1, expect.stringMatching(/Nothing of it was changed/)]);
    expect(await second.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    expect(await first.succeed(DESTROY)).toMatch(told);
    expect((await sandbox.cluster().get(namespace))?.metadata.uid).toBe(uid);
    await second.succeed(DESTROY);
    expect(await sandbox.cluster().get(namespace)).toBeUndefined();
  });

  test("an apply whose plan knew little takes over nothing that another configuration has made since", async () => {
    const { ground } = open();
    const projects = ["late", "other"].map((name) => ground.project(`unknown-${name}`, LATE_NAME));
    const [late, other] = (await Promise.all(projects)) as [HclProject, HclProject];
    await late.succeed(["plan", "-out=kept.tfplan"]);
    await other.succeed(APPLY);
    const { code, out } = await late.run(["apply", "kept.tfplan"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/inconsistent final plan[^]*taken_over/)]);
    expect((await late.succeed(["state", "list"])).trim()).toBe("terraform_data.name");
    expect(await other.succeed(["plan", "-detailed-exitcode"])).toContain("No changes.");
    await other.succeed(DESTROY);
  });
}
