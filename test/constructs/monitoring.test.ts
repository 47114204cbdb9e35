import { HikubeSubTenant, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { HikubeMonitoring } from "../../constructs/monitoring/hikube-monitoring";
import { newApp, newStack, PLATFORM, resourceAt, resourcesOf, synthError } from "./synth";

const STACK = { host: "grafana.example.ch", exposure: { kind: "ingress", fromNamespace: "ingress-nginx" } } as const;
const SHARE = { cpu: "1", memory: "2Gi", storage: "10Gi" };

/** A company whose stack is declared before or after its sub-tenant. */
function company(stackFirst: boolean) {
  const app = newApp();
  const stack = newStack(app, "stack");
  const tenant = new HikubeTenant(stack, "acme", { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme" });
  const monitor = () => new HikubeMonitoring(stack, "monitoring", { tenant, ...STACK });
  if (stackFirst) monitor();
  new HikubeSubTenant(stack, "web", { parent: tenant, name: "web", quota: SHARE });
  if (!stackFirst) monitor();
  app.synth();
  return resourcesOf(app, "stack");
}

test("the order of declaration makes no difference: labels, policies and quotas are the same", () => {
  // A policy that comes later waits for more, which changes no object.
  const objects = (stackFirst: boolean) =>
    Object.entries(company(stackFirst)).map(([address, object]) => [address, { ...object, depends_on: [] }]);
  expect(Object.fromEntries(objects(false))).toEqual(Object.fromEntries(objects(true)));
});

test("a sub-tenant's namespace says which stack collects it, and its collectors get in", () => {
  const resources = company(false);
  expect(resourceAt(resources, "kubernetes_namespace_v1.web_")).toMatchObject({
    metadata: { labels: { "hikube.cloud/monitoring": "tenant-acme-monitoring" } },
  });
  expect(resourceAt(resources, "kubernetes_network_policy_v1.web_network-policy-from-collector-ingress")).toBeDefined();
  expect(resourceAt(resources, "kubernetes_namespace_v1.monitoring_")).toMatchObject({
    metadata: { name: "tenant-acme-monitoring" },
  });
});

test("a second stack of a tenant, and one of something else, are told", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const tenant = new HikubeTenant(stack, "acme", { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme" });
  new HikubeMonitoring(stack, "monitoring", { tenant, ...STACK });
  expect(() => new HikubeMonitoring(stack, "second", { tenant, ...STACK })).toThrow(/\[duplicate-construct\]/);
  expect(() => new HikubeMonitoring(stack, "third", { tenant: "acme" as never, ...STACK })).toThrow(/\[wrong-type\]/);
});

test("`monitoring` among the props of a tenant is told where it belongs", () => {
  const app = newApp();
  const props = { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme", monitoring: STACK };
  new HikubeTenant(newStack(app, "stack"), "acme", props);
  expect(synthError(app)).toMatch(/stack\/acme\.monitoring: unknown field.*HikubeMonitoring.*\[unknown-field\]/);
});
