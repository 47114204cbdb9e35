import type { TopTenant } from "cdktf-hikube";
import type { Sandbox } from "../../src/sandbox";
import { terraformBinaries } from "./binaries";
import { openFleet, type Fleet } from "./fleet";
import { describeOnSandbox } from "./support";

const SHOP: TopTenant = {
  name: "shop",
  profile: "production",
  access: { owners: [{ kind: "Group", name: "platform" }], viewers: [{ kind: "Group", name: "support" }] },
  children: [{ name: "web", quota: { share: 25 }, access: { admins: [{ kind: "Group", name: "web" }] } }],
};
const OTHER: TopTenant = { name: "other", profile: "development" };

describe.each(terraformBinaries())("a fleet applied by $name", (binary) => {
  describeOnSandbox("to a real API server", (sandbox) => {
    let fleet: Fleet;

    beforeAll(async () => {
      fleet = await openFleet(binary.path(), sandbox());
      fleet.synth([SHOP, OTHER], 2);
      for (const stack of ["platform", "fleet-1", "fleet-2"]) await fleet.apply(stack);
    }, 600_000);

    afterAll(() => fleet.close());

    test("a tenant that moves to another stack is neither destroyed nor made again", async () => {
      const before = await identities(sandbox());
      expect(before.map(([name]) => name)).toEqual(
        expect.arrayContaining(["tenant-shop", "tenant-shop-web", "tenant-other"]),
      );
      fleet.assign("tenant-shop", { stack: "fleet-1" });
      fleet.synth([SHOP, OTHER]);
      // The order does not matter: here the stack that takes the tenant over comes first.
      expect(await fleet.apply("fleet-1")).toMatch(/[1-9]\d* imported, 0 added, \d+ changed, 0 destroyed/);
      expect(await fleet.apply("fleet-2")).toMatch(/0 added, 0 changed, 0 destroyed/);
      expect(await identities(sandbox())).toEqual(before);
    });

    test("after the move nothing is left to do in either stack", async () => {
      expect(await fleet.plan("fleet-1")).toBe(0);
      expect(await fleet.plan("fleet-2")).toBe(0);
    });

    test("nor when the move is declared to be over", async () => {
      fleet.assign("tenant-shop", { held: ["fleet-1"] });
      fleet.synth([SHOP, OTHER]);
      expect(await fleet.plan("fleet-1")).toBe(0);
      expect(await fleet.plan("fleet-2")).toBe(0);
    });

    test("a tenant that is gone from the declaration is destroyed", async () => {
      fleet.synth([SHOP]);
      expect(await fleet.apply("fleet-1")).toMatch(/0 added, 0 changed, [1-9]\d* destroyed/);
      expect((await identities(sandbox())).map(([name]) => name)).not.toContain("tenant-other");
    });
  });
});

/** What the cluster itself calls the objects of tenants: another uid is another object. */
async function identities(sandbox: Sandbox): Promise<readonly (readonly [string, string])[]> {
  const kinds = [
    { apiVersion: "v1", kind: "Namespace" },
    { apiVersion: "v1", kind: "ResourceQuota" },
    { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  ];
  const lists = await Promise.all(kinds.map((kind) => sandbox.cluster().list(kind)));
  return lists
    .flat()
    .filter(({ metadata }) => (metadata.namespace ?? metadata.name).startsWith("tenant-"))
    .map(({ metadata }) => [metadata.name, String(metadata.uid)] as const);
}
