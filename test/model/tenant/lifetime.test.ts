import { namespaceAnnotations } from "../../../src/model/tenant/objects/metadata";
import { expiredTenants } from "../../../src/model/tenant/lifetime";
import { tenantObjects } from "../../../src/model/tenant/objects/objects";
import type { TenantNode } from "../../../src/model/tenant/resolve/tenant";
import { faultsOf, SMALL, tenantOf, tree, pathOf } from "../tenants";

const hardOf = ({ tenant, children }: TenantNode) => {
  const below = children.map((child) => child.tenant);
  const { quota } = tenantObjects(tenant, below).isolation;
  return (quota as unknown as { spec: { hard: Record<string, string> } }).spec.hard;
};

describe("a suspended tenant", () => {
  const spec = {
    name: "a",
    children: [
      { name: "b", quota: SMALL },
      { name: "c", quota: SMALL, suspended: false },
    ],
  };

  test("takes no new pods, and all else of its quota stays", () => {
    const awake = hardOf(tree(spec));
    expect(hardOf(tree({ ...spec, suspended: true }))).toEqual({ ...awake, pods: "0" });
    expect(awake.pods).not.toBe("0");
  });

  test("says so on its namespace", () => {
    expect(namespaceAnnotations(tenantOf({ name: "a", suspended: true }))["hikube.cloud/suspended"]).toBe("true");
    expect(namespaceAnnotations(tenantOf({ name: "a" }))).not.toHaveProperty("hikube.cloud/suspended");
  });

  test("suspends its sub-tenants, unless one says otherwise", () => {
    const { children } = tree({ ...spec, suspended: true });
    expect(children.map((child) => hardOf(child).pods)).toEqual(["0", "200"]);
  });
});

test.each(["protected", "suspended", "adopt", "requireCostLabels"])("%s is yes or no, and known at synth", (field) => {
  expect(faultsOf({ name: "a", [field]: "yes" }).map(pathOf)).toContain(`a.${field}`);
});

describe("tenants past their time", () => {
  const forest = [
    tree({
      name: "a",
      expiresAt: "2027-01-01T00:00:00+02:00",
      children: [
        { name: "b", quota: SMALL, expiresAt: "2027-06-01T00:00:00Z", suspended: true },
        { name: "c", quota: SMALL, expiresAt: "2026-12-01T00:00:00Z" },
      ],
    }),
    tree({ name: "d", expiresAt: "never", children: [{ name: "e", quota: SMALL, expiresAt: "2026-12-01T00:00:00Z" }] }),
    tree({ name: "f" }),
  ];
  const expiredAt = (now: string) => expiredTenants(forest, new Date(now)).map(({ path }) => path);

  test("are those whose own time is over", () => {
    expect(expiredAt("2026-11-30T23:59:59Z")).toEqual([]);
    expect(expiredAt("2026-12-01T00:00:00Z")).toEqual(["a/c", "d/e"]);
  });

  test("and all below a parent whose time is over, in any zone", () => {
    expect(expiredAt("2026-12-31T21:59:59Z")).not.toContain("a");
    expect(expiredAt("2026-12-31T22:00:00Z")).toEqual(["a", "a/b", "a/c", "d/e"]);
  });

  test("are told with the time that passed, and whether they sleep already", () => {
    const [, b, c] = expiredTenants(forest, new Date("2028-01-01T00:00:00Z"));
    expect(b).toEqual({
      path: "a/b",
      namespace: "tenant-a-b",
      expiresAt: "2027-01-01T00:00:00+02:00",
      suspended: true,
    });
    expect(c).toMatchObject({ expiresAt: "2026-12-01T00:00:00Z", suspended: false });
  });
});
