import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import {
  HikubePlatform,
  HikubeSubTenant,
  HikubeTenant,
  type IHikubePlatform,
  Subject,
  TenantProfile,
} from "cdktf-hikube";
import {
  CLUSTER,
  newApp,
  newStack,
  resourceAt,
  resourcesOf,
  type SynthesizedResource,
  synthStack,
  PLATFORM,
} from "./synth";

const access = { viewers: [Subject.group("v")], admins: [Subject.group("a")], owners: [Subject.group("o")] };
const top = { name: "top", platform: PLATFORM, profile: TenantProfile.STAGING, access } as const;
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

const isIsolation = (address: string): boolean => ofTop(address) && !isDoor(address) && !isNamespace(address);
const isDenial = (address: string): boolean => isIsolation(address) && address.includes("default-deny");
const isQuota = (address: string): boolean => isIsolation(address) && address.includes("_resource-quota-tenant_");
const isWay = (address: string): boolean =>
  isIsolation(address) && address.startsWith("kubernetes_network_policy_v1.") && !isDenial(address);
const isBase = (address: string): boolean =>
  isIsolation(address) && !isDenial(address) && !isQuota(address) && !isWay(address);

describe("the isolation of a tenant", () => {
  const resources = () => synthStack((stack) => new HikubeTenant(stack, "top", top));
  const named = (all: Resources, is: (address: string) => boolean) => Object.keys(all).filter(is).sort();

  test("waits for the namespace, and all but them for the policies that deny", () => {
    const all = resources();
    const [denials, namespace] = [named(all, isDenial), named(all, isNamespace)];
    expect(denials).toHaveLength(2);
    for (const denial of denials) {
      expect([...before(all, denial)].filter((each) => !denials.includes(each))).toEqual(namespace);
    }
    for (const other of [...named(all, isWay), ...named(all, isBase)]) {
      expect([...before(all, other)].sort()).toEqual([...namespace, ...denials].sort());
    }
  });

  test("has a quota that waits for all that every tenant has, and for no policy that opens", () => {
    const all = resources();
    const [quota = ""] = named(all, isQuota);
    expect(named(all, isBase)).toHaveLength(4);
    expect([...before(all, quota)].sort()).toEqual(
      named(all, (address) => isNamespace(address) || isDenial(address) || isBase(address)),
    );
  });

  test("stands before anybody gets in", () => {
    const all = resources();
    const doors = named(all, isDoor);
    expect(doors).toHaveLength(3);
    for (const door of doors) {
      expect([...before(all, door)].filter((each) => !isDoor(each)).sort()).toEqual(
        named(all, (address) => isNamespace(address) || isIsolation(address)),
      );
    }
  });

  test("has about one edge a resource: apply is superlinear in them", () => {
    const all = resources();
    const edges = Object.values(all).reduce((sum, { depends_on = [] }) => sum + depends_on.length, 0);
    const few = Object.keys(all).length + named(all, isBase).length + named(all, isWay).length;
    expect(edges).toBeLessThan(few);
  });
});

test("a sub-tenant's namespace waits for its parent's quota: a share is given back only when the sub-tenant is gone", () => {
  const resources = synthStack((stack) => {
    const parent = new HikubeTenant(stack, "top", top);
    new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
  });
  expect(resourceAt(resources, "kubernetes_namespace_v1.sub_").depends_on).toEqual(
    Object.keys(resources).filter(isQuota),
  );
});

describe("tenants wait for the whole platform", () => {
  const platform = (stack: TerraformStack) => new HikubePlatform(stack, "platform", { cluster: CLUSTER });
  const tenant = (stack: TerraformStack, on: IHikubePlatform) =>
    new HikubeTenant(stack, "top", { ...top, platform: on });

  test("in the same stack", () => {
    const resources = synthStack((stack) => tenant(stack, platform(stack)));
    const [namespace = ""] = Object.keys(resources).filter(isNamespace);
    const parts = Object.keys(resources).filter((address) => !ofTop(address));
    expect(parts.length).toBeGreaterThan(5);
    expect([...before(resources, namespace)].sort()).toEqual(parts.sort());
  });

  test("of another stack by the order of the stacks", () => {
    const app = newApp();
    const [first, second] = [newStack(app, "first"), newStack(app, "second")];
    tenant(first, platform(second));
    expect(first.dependencies).toEqual([second]);
    app.synth();
    expect(resourceAt(resourcesOf(app, "first"), "kubernetes_namespace_v1.").depends_on).toBeUndefined();
  });

  test("but not for the platform of another cluster", () => {
    const app = newApp();
    const [first, second] = [newStack(app, "first"), newStack(app, "second")];
    new HikubePlatform(second, "platform", { cluster: { ...CLUSTER, version: "v1.34.0" } });
    tenant(first, HikubePlatform.fromClusterFacts(first, "elsewhere", { cluster: CLUSTER }));
    expect(first.dependencies).toEqual([]);
  });

  test("without guardrails too", () => {
    const resources = synthStack((stack) => {
      tenant(stack, new HikubePlatform(stack, "platform", { cluster: CLUSTER, guardrails: false }));
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
  const denial = resourceAt(resources, "kubernetes_network_policy_v1.top_network-policy-default-deny-ingress");
  expect(denial.depends_on).toEqual(["kubernetes_namespace_v1.mine"]);
});

test("a tenant and its sub-tenants use the provider that they are given", () => {
  const resources = synthStack((stack) => {
    const provider = new KubernetesProvider(stack, "other", { alias: "other" });
    const on = new HikubePlatform(stack, "platform", { cluster: CLUSTER, provider });
    const parent = new HikubeTenant(stack, "top", { ...top, platform: on });
    new HikubeSubTenant(stack, "sub", { parent, name: "sub", quota: share });
  });
  const providers = new Set(Object.values(resources).map(({ provider }) => provider));
  expect([...providers]).toEqual(["kubernetes.other"]);
});
