import type { App } from "cdktf";
import type { TopTenant } from "cdktf-hikube";
import { FleetFolder, many, stackJson, top } from "../fleet";
import { readJson, resourcesOf } from "../synth";

describe("a tenant that is put into another stack", () => {
  let fleet: FleetFolder;

  const tenants = () => [...many(5), top("z", ["x"])];
  const synth = (all: readonly TopTenant[]) => fleet.synth(all, { perStack: 4 });
  beforeEach(() => {
    fleet = new FleetFolder();
    synth(tenants());
    expect(fleet.places()).toMatchObject({ "tenant-t000": "fleet-1", "tenant-z": "fleet-2" });
    fleet.edit(({ tenants }) => {
      tenants["tenant-t000"]!.stack = "fleet-2";
    });
  });

  const addressesIn = (app: App, stack: string, part: string) =>
    Object.keys(resourcesOf(app, stack)).filter((address) => address.includes(part));

  test("is forgotten by the old one and imported by the new one, resource for resource", () => {
    const app = synth(tenants());
    const moved = addressesIn(app, "fleet-2", "tenant-t000").sort();
    expect(moved.length).toBeGreaterThan(10);
    expect(addressesIn(app, "fleet-1", "tenant-t000")).toEqual([]);
    expect(stackJson(app, "fleet-1").removed).toEqual(moved.map((from) => ({ from, lifecycle: { destroy: false } })));
    const imports = stackJson(app, "fleet-2").import ?? [];
    expect(imports.map(({ to }) => to).sort()).toEqual(moved);
    expect(imports.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["tenant-t000", "tenant-t000/default", "tenant-t000/hikube-tenant"]),
    );
  });

  test("no other tenant is touched", () => {
    const app = synth(tenants());
    expect(JSON.stringify(stackJson(app, "fleet-1").removed)).not.toMatch(/\.tenant-(?!t000)/);
    expect(stackJson(app, "fleet-1").import).toBeUndefined();
    expect(stackJson(app, "fleet-2").removed).toBeUndefined();
  });

  test("brings its sub-tenants along, and two may move at once", () => {
    fleet.edit(({ tenants: entries }) => {
      entries["tenant-z"]!.stack = "fleet-1";
      entries["tenant-t001"]!.stack = "fleet-2";
    });
    const app = synth(tenants());
    expect(JSON.stringify(stackJson(app, "fleet-2").removed)).toContain("namespace_v1.tenant-z-x_");
    const forgotten = JSON.stringify(stackJson(app, "fleet-1").removed);
    expect(forgotten).toContain("namespace_v1.tenant-t000_");
    expect(forgotten).toContain("namespace_v1.tenant-t001_");
  });

  test("is remembered as on its way until somebody says that it has left", () => {
    synth(tenants());
    expect(readJson(fleet.file)).toMatchObject({
      tenants: { "tenant-t000": { stack: "fleet-2", held: ["fleet-1", "fleet-2"] } },
    });
    fleet.edit(({ tenants: entries }) => {
      entries["tenant-t000"]!.held = ["fleet-2"];
    });
    const app = synth(tenants());
    expect(stackJson(app, "fleet-1").removed).toBeUndefined();
    expect(stackJson(app, "fleet-2").import).toBeUndefined();
    expect(fleet.text()).not.toContain("moving");
  });

  test("may change on its way: what is new is made, not imported", () => {
    synth(tenants());
    const changed = tenants().map((tenant) =>
      tenant.name === "t000" ? { ...tenant, access: { owners: [{ kind: "Group", name: "late" }] } as const } : tenant,
    );
    const app = synth(changed);
    expect(addressesIn(app, "fleet-2", "tenant-t000_role-binding-owner")).toHaveLength(1);
    expect(JSON.stringify(stackJson(app, "fleet-2").import)).not.toContain("role-binding-owner");
  });

  test("and back again is still destroyed nowhere", () => {
    synth(tenants());
    fleet.edit(({ tenants: entries }) => {
      entries["tenant-t000"]!.stack = "fleet-1";
    });
    const app = synth(tenants());
    expect(JSON.stringify(stackJson(app, "fleet-2").removed)).toContain("namespace_v1.tenant-t000_");
    expect(JSON.stringify(stackJson(app, "fleet-1").import)).toContain("tenant-t000");
    expect(readJson(fleet.file)).toMatchObject({
      tenants: { "tenant-t000": { stack: "fleet-1", held: ["fleet-2", "fleet-1"] } },
    });
  });

  test("on to a third one is forgotten by both before, with what came on the way", () => {
    synth(tenants());
    const grown = tenants().map((tenant) =>
      tenant.name === "t000" ? { ...tenant, access: { owners: [{ kind: "Group", name: "late" }] } as const } : tenant,
    );
    synth(grown);
    fleet.edit(({ stacks, tenants: entries }) => {
      stacks.push("fleet-3");
      entries["tenant-t000"]!.stack = "fleet-3";
    });
    const app = synth(grown);
    for (const stack of ["fleet-1", "fleet-2"]) {
      expect(JSON.stringify(stackJson(app, stack).removed)).toContain("tenant-t000_role-binding-owner");
    }
    expect(JSON.stringify(stackJson(app, "fleet-3").import)).toContain("tenant-t000_role-binding-owner");
  });

  test("has no import twice where it is adopted as well", () => {
    const app = synth(tenants().map((tenant) => (tenant.name === "t000" ? { ...tenant, adopt: true } : tenant)));
    const targets = (stackJson(app, "fleet-2").import ?? []).map(({ to }) => to);
    expect(new Set(targets).size).toBe(targets.length);
  });
});
