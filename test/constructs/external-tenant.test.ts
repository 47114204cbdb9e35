import { join } from "node:path";
import { TerraformVariable } from "cdktf";
import { HikubePlatform, HikubeSubTenant, HikubeTenant, Quota, Subject, TenantProfile } from "cdktf-hikube";
import {
  CLUSTER,
  newApp,
  newStack,
  readJson,
  resourceAt,
  resourcesOf,
  synthError,
  warningsOf,
  PLATFORM,
} from "./synth";

const SMALL = { cpu: "1", memory: "1Gi", storage: "1Gi" };
const WHOLE = {
  namespace: "tenant-live",
  platform: PLATFORM,
  ancestors: [],
  profile: TenantProfile.PRODUCTION,
  available: { cpu: "2", memory: "4Gi", storage: "10Gi" },
  security: { podSecurity: "restricted" },
  access: { owners: [Subject.group("platform")] },
  network: {},
} as const;

test("a sub-tenant of a parent elsewhere has everything of its own, and nothing of the parent is made", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const parent = HikubeTenant.fromTenantAttributes(stack, "live", { ...WHOLE, platform });
  new HikubeSubTenant(stack, "shop", { parent, name: "shop", quota: Quota.share(50) });
  app.synth();
  const resources = resourcesOf(app, "stack");
  const namespaces = Object.entries(resources).filter(([address]) => address.startsWith("kubernetes_namespace_v1."));
  expect(namespaces.map(([, { metadata }]) => (metadata as { name: string }).name)).toEqual([
    "hikube-system",
    "tenant-live-shop",
  ]);
  expect(resourceAt(resources, "kubernetes_namespace_v1.shop_")).toMatchObject({
    metadata: { name: "tenant-live-shop", labels: { "hikube.cloud/parent": "tenant-live" } },
    depends_on: [expect.stringContaining("platform_")],
  });
  expect(resourceAt(resources, "kubernetes_resource_quota_v1.shop_resource-quota-tenant_")).toMatchObject({
    spec: { hard: { "requests.cpu": "1", "requests.memory": "2Gi", "requests.storage": "5Gi" } },
  });
  expect(resourceAt(resources, "kubernetes_role_binding_v1.shop_role-binding-owner_")).toMatchObject({
    subject: [{ name: "platform" }],
  });
  expect(warningsOf(app, "stack")).toEqual([]);
});

test("what two stacks take of the same parent is added up", () => {
  const app = newApp();
  for (const id of ["one", "two"]) {
    const stack = newStack(app, id);
    const parent = HikubeTenant.fromTenantAttributes(stack, "live", { ...WHOLE });
    new HikubeSubTenant(stack, id, { parent, name: id, quota: { ...SMALL, cpu: "1500m" } });
  }
  expect(synthError(app)).toContain('more than "tenant-live" has left: 2 declared − 1500m one = 500m left');
});

test("two descriptions of one parent that differ are a fault", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  for (const [name, cpu] of Object.entries({ one: "2", two: "3" })) {
    const parent = HikubeTenant.fromTenantAttributes(stack, `live-${name}`, {
      ...WHOLE,
      available: { ...WHOLE.available, cpu },
    });
    new HikubeSubTenant(stack, name, { parent, name, quota: SMALL });
  }
  expect(synthError(app)).toContain('two tenants in one namespace, "tenant-live"');
});

test("a fact that is not given is one warning, whatever the number of sub-tenants", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const parent = HikubeTenant.fromTenantAttributes(stack, "live", { namespace: "tenant-live", platform: PLATFORM });
  for (const name of ["one", "two"]) {
    new HikubeSubTenant(stack, name, { parent, name, profile: TenantProfile.STAGING, quota: SMALL });
  }
  app.synth();
  const warnings = warningsOf(app, "stack");
  expect(warnings).toHaveLength(6);
  expect(warnings[2]).toMatch(/tenant tenant-live: `available` is not given, so it is not checked whether the quotas/);
});

test("the parent stands in hikube.json, so that tools know it too", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const parent = HikubeTenant.fromTenantAttributes(stack, "live", WHOLE);
  new HikubeSubTenant(stack, "shop", { parent, name: "shop", quota: SMALL });
  app.synth();
  expect(readJson(join(app.outdir, "hikube.json"))).toMatchObject({
    tenants: [
      {
        external: { namespace: "tenant-live", ancestors: [], available: WHOLE.available },
        children: [{ name: "shop", path: "stack/shop" }],
      },
    ],
  });
});

test("what a sub-tenant may use and only apply knows is told, where its parent's list is closed", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const later = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
  const security = { hostnames: ["*.shop.example.ch"], imageRegistries: ["*"], serviceTypes: [] };
  const parent = new HikubeTenant(stack, "a", {
    platform: PLATFORM,
    name: "a",
    profile: TenantProfile.PRODUCTION,
    security,
  });
  const below = {
    hostnames: ["x.shop.example.ch", later("host")],
    imageRegistries: [later("registry")],
    ingressAnnotations: [later("key")],
  };
  new HikubeSubTenant(stack, "b", { parent, name: "b", quota: SMALL, security: below });
  new HikubeSubTenant(stack, "c", { parent, name: "c", quota: SMALL, security: { hostnames: ["x.shop.example.ch"] } });
  new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  app.synth();
  expect(warningsOf(app, "stack")).toEqual([
    expect.stringMatching(
      /stack\/b\.security\.hostnames\[1\]: not known here, so nothing checks that stack\/a allows it \[unchecked-against-parent\]$/,
    ),
    expect.stringMatching(/stack\/b\.security\.ingressAnnotations\[0\]: not known here/),
  ]);
});
