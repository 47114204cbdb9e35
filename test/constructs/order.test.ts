import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { HikubePlatform, HikubeSubTenant, HikubeTenant, Subject, TenantProfile } from "cdktf-hikube";
import { CLUSTER, newApp, newStack, resourceAt, resourcesOf, type SynthesizedResource, synthStack } from "./synth";

const access = { viewers: [Subject.group("v")], admins: [Subject.group("a")], owners: [Subject.group("o")] };
const top = { name: "top", cluster: CLUSTER, profile: TenantProfile.STAGING, access } as const;
const share = { cpu: "1", memory: "1Gi", storage: "1Gi" };

type Resources = Readonly<Record<string, SynthesizedResource>>;

/** Everything that stands before the resource is made. */
function before(resources: Resources, address: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const awaited of resources[address]?.depends_on ?? []) {
    if (seen.has(awaited)) continue;
    seen.add(awaited);
    before(resources, awaited, seen);
  }
  return seen;
}

const isDoor = (address: string): boolean => address.startsWith("kubernetes_role_binding_v1.top_");
const isNamespace = (address: string): boolean => address.startsWith("kubernetes_namespace_v1.top_");
const ofTop = (address: string): boolean => address.includes(".top_");

test("walls wait for the namespace, doors for all walls", () => {
  const resources = synthStack((stack) => new HikubeTenant(stack, "top", top));
  const [namespace] = Object.keys(resources).filter(isNamespace);
  const walls = Object.keys(resources).filter((address) => !isDoor(address) && !isNamespace(address));
  expect(walls.length).toBeGreaterThan(10);
  for (const wall of walls) expect([...before(resources, wall)]).toEqual([namespace]);
  const doors = Object.keys(resources).filter(isDoor);
  expect(doors).toHaveLength(3);
  for (const door of doors) expect([...before(resources, door)]).toEqual(expect.arrayContaining([namespace, ...walls]));
});

test("only the first door waits for each wall by itself", () => {
  const resources = synthStack((stack) => new HikubeTenant(stack, "top", top));
  const counts = Object.entries(resources).map(([, { depends_on = [] }]) => depends_on.length);
  expect(counts.filter((count) => count > 1)).toHaveLength(1);
});

test("a sub-tenant's namespace waits for its parent's, not for its parent's walls", () => {
  const resources = synthStack((stack) => {
    const parent = new HikubeTenant(stack, "top", top);
    new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
  });
  expect(resourceAt(resources, "kubernetes_namespace_v1.sub_").depends_on).toEqual(
    Object.keys(resources).filter(isNamespace),
  );
});

describe("tenants wait for the whole platform", () => {
  const platform = (stack: TerraformStack) => new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const tenant = (stack: TerraformStack) => new HikubeTenant(stack, "top", top);

  test.each([
    ["made before them", [platform, tenant]],
    ["made after them", [tenant, platform]],
  ] as const)("%s", (_name, makers) => {
    const resources = synthStack((stack) => {
      makers.forEach((make) => make(stack));
    });
    const [namespace = ""] = Object.keys(resources).filter(isNamespace);
    const parts = Object.keys(resources).filter((address) => !ofTop(address));
    expect(parts.length).toBeGreaterThan(5);
    expect([...before(resources, namespace)].sort()).toEqual(parts.sort());
  });

  test("of another stack by the order of the stacks", () => {
    const app = newApp();
    const [first, second] = [newStack(app, "first"), newStack(app, "second")];
    platform(second);
    tenant(first);
    expect(first.dependencies).toEqual([second]);
    app.synth();
    expect(resourceAt(resourcesOf(app, "first"), "kubernetes_namespace_v1.").depends_on).toBeUndefined();
  });

  test("but not for the platform of another cluster", () => {
    const app = newApp();
    const [first, second] = [newStack(app, "first"), newStack(app, "second")];
    new HikubePlatform(second, "platform", { cluster: { ...CLUSTER, version: "v1.34.0" } });
    tenant(first);
    expect(first.dependencies).toEqual([]);
  });

  test("without guardrails too", () => {
    const resources = synthStack((stack) => {
      new HikubePlatform(stack, "platform", { cluster: CLUSTER, guardrails: false });
      tenant(stack);
    });
    expect(Object.keys(resources).filter((address) => address.includes("admission-policy"))).toEqual([]);
    const [namespace = ""] = Object.keys(resources).filter(isNamespace);
    const parts = Object.keys(resources).filter((address) => !ofTop(address));
    expect([...before(resources, namespace)].sort()).toEqual(parts.sort());
  });
});

test("what stands in the platform's namespace waits for it", () => {
  const resources = synthStack((stack) => new HikubePlatform(stack, "platform", { cluster: CLUSTER }));
  const [namespace] = Object.keys(resources).filter((address) => address.startsWith("kubernetes_namespace_v1."));
  for (const address of Object.keys(resources).filter((each) => each !== namespace)) {
    expect(before(resources, address)).toContain(namespace);
  }
});

test("a sub-tenant in another stack orders the stacks and shares no state with its parent's", () => {
  const app = newApp();
  const [first, second] = [newStack(app, "first"), newStack(app, "second")];
  const parent = new HikubeTenant(first, "top", top);
  new HikubeSubTenant(second, "sub", { parent, name: "sub", quota: share });
  app.synth();
  expect(second.dependencies).toEqual([first]);
  const namespace = resourceAt(resourcesOf(app, "second"), "kubernetes_namespace_v1.");
  expect(namespace.depends_on).toBeUndefined();
  expect(namespace.metadata).toMatchObject({ name: "tenant-top-sub" });
  const text = JSON.stringify([resourcesOf(app, "first"), resourcesOf(app, "second")]);
  expect(text).not.toContain("terraform_remote_state");
});

test("an id that is overridden after all is the one that is waited for", () => {
  const resources = synthStack((stack) => {
    const tenant = new HikubeTenant(stack, "top", top);
    tenant.namespaceResource.overrideLogicalId("mine");
  });
  expect(resourceAt(resources, "kubernetes_limit_range_v1.").depends_on).toEqual(["kubernetes_namespace_v1.mine"]);
});

test("a tenant and its sub-tenants use the provider that they are given", () => {
  const resources = synthStack((stack) => {
    const provider = new KubernetesProvider(stack, "other", { alias: "other" });
    new HikubePlatform(stack, "platform", { cluster: CLUSTER, provider });
    const parent = new HikubeTenant(stack, "top", { ...top, provider });
    new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
  });
  const providers = new Set(Object.values(resources).map(({ provider }) => provider));
  expect([...providers]).toEqual(["kubernetes.other"]);
});
