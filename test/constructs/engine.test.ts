import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, TerraformStack, TerraformVariable } from "cdktf";
import { HikubeCollection, HikubePlatform, HikubeSubTenant, HikubeTenant, Port, Subject } from "cdktf-hikube";
import { HikubeProvider } from "cdktf-hikube/provider";
import { addTenants } from "../../constructs/add-tenants";
import { attributesOf } from "../../constructs/engine/attributes";
import { TENANT_SPEC } from "../../src/model/tenant/spec/spec-schema";
import { valuesOf } from "../../src/provider/schema/spec";
import { faultsOf, jsonOf, quota, synthesized, top } from "./engine";
import { CLUSTER, newApp } from "./synth";

test("a platform and each tenant is one resource, which holds its spec", () => {
  const { json } = synthesized((stack, platform) => {
    const props = { ...top, platform, quota: { ...quota, cpu: { requests: "4", limits: "8" }, loadBalancers: 2 } };
    const parent = new HikubeTenant(stack, "production", { ...props, access: { owners: [Subject.group("oidc:ops")] } });
    new HikubeSubTenant(stack, "shop", { parent, name: "shop", quota, expiresAt: "never" });
  });
  expect(json.resource).toEqual({
    hikube_platform: { platform: { guardrails: true } },
    hikube_tenant: {
      production: {
        depends_on: ["hikube_platform.platform"],
        name: "top",
        profile: "staging",
        quota: { cpu_requests: "4", cpu_limits: "8", memory: "4Gi", storage: "10Gi", load_balancers: 2 },
        access: { owners: [{ kind: "Group", name: "oidc:ops" }] },
      },
      shop: {
        depends_on: ["hikube_tenant.production"],
        parent: "${hikube_tenant.production.namespace}",
        name: "shop",
        quota,
        expires_at: "never",
      },
    },
  });
});

test("its attributes are those that the provider reads back from the spec", () => {
  const spec = {
    name: "shop",
    profile: "sandbox",
    namespace: "old",
    expiresAt: "2030-01-01T00:00:00Z",
    adopt: false,
    suspended: true,
    requireCostLabels: true,
    quota: {
      ...quota,
      cpu: { limits: "8", requests: "4" },
      share: 12.5,
      extendedResources: { "example.com/gpu": 2 },
      reserved: { memory: { limits: "1Gi", requests: "1Gi" } },
      counts: { "count/pods": 5 },
    },
    containerDefaults: { limits: { cpu: "1" } },
    access: {
      viewers: [{ kind: "ServiceAccount", name: "a", namespace: "b" }],
      deployers: [{ name: "ci", level: "admin" }],
    },
    network: { egress: [{ toCidrs: ["203.0.113.0/24"], ports: [] }], fromAncestors: false, internet: "deny" },
    security: { podSecurity: "restricted", tolerations: [], configSize: "64Ki", tokenExpirationSeconds: 3600 },
    cost: { costCenter: "CC-1", note: "x" },
  };
  const withoutNulls = JSON.parse(
    JSON.stringify(valuesOf(spec, TENANT_SPEC), (_, value: unknown) => value ?? undefined),
  ) as object;
  expect(attributesOf(spec, TENANT_SPEC)).toEqual(withoutNulls);
  expect(Object.keys(withoutNulls).length).toBeGreaterThan(12);
});

test("HCL says the same", () => {
  const stack = new TerraformStack(newApp(), "stack");
  new HikubeProvider(stack, "hikube", { exec: { apiVersion: "v1", command: "aws", env: { AWS_PROFILE: "x" } } });
  const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER, engine: "hikube" });
  const expose = [{ fromNamespace: "ingress-nginx", ports: [Port.tcp(80)] }];
  const note = 'a "b" \\ ${x} [c]';
  const parent = new HikubeTenant(stack, "top", { ...top, platform, cost: { note }, network: { expose } });
  new HikubeSubTenant(stack, "shop", { parent, name: "shop", quota: { ...quota, loadBalancers: 1 } });
  const { hcl } = stack.toHclTerraform() as { hcl: string };
  const text = hcl.replaceAll(/\s+/g, " ");
  expect(text).toContain('exec { api_version = "v1" command = "aws" env = { AWS_PROFILE = "x" } }');
  expect(text).toContain('note = "a \\"b\\" \\\\ $${x} [c]"');
  expect(text).toContain(
    'expose = [ { from_namespace = "ingress-nginx" ports = [ { protocol = "TCP" port = 80 }, ] }, ]',
  );
  expect(text).toContain('parent = "${hikube_tenant.top.namespace}"');
  expect(text).toContain("load_balancers = 1 ");
  expect(text).toContain('cluster_facts = "\\u007b\\"formatVersion\\":1');
});

test("the one resource is all that a tenant has; its namespace is a plain text", () => {
  synthesized((stack, platform) => {
    const tenant = new HikubeTenant(stack, "production", { ...top, platform });
    expect(tenant.resources).toEqual([tenant.namespaceResource]);
    expect([tenant.quotaResource, tenant.isolation, tenant.bindings]).toEqual([tenant.namespaceResource, [], []]);
    expect([platform.base.length, platform.guardrails, platform.ready]).toEqual([1, [], platform.base[0]]);
    expect(tenant.namespace).toBe("tenant-top");
    tenant.namespaceResource.addOverride("force_conflicts", true);
  });
});

test("a tenant holds what came to it after it was made", () => {
  const { json } = synthesized((stack, platform) => {
    const [one, two] = ["one", "two"].map((name) => new HikubeTenant(stack, name, { ...top, name, platform }));
    one!.allowTo(two!, Port.tcp(5432));
  });
  const ports = [{ protocol: "TCP", port: 5432 }];
  expect(json.resource.hikube_tenant).toMatchObject({
    one: { network: { peers: [{ to_tenant: "tenant-two", ports }] } },
    two: { network: { peers: [{ from_tenant: "tenant-one", ports }] } },
  });
});

test("a tenant may be protected, adopted, moved, and in a namespace of its own", () => {
  const { json } = synthesized((stack, platform) => {
    const props = { ...top, platform, namespace: "old-shop", adopt: true, protected: true, movedFrom: "old/shop" };
    const shop = new HikubeTenant(stack, "shop", props);
    new HikubeSubTenant(stack, "below", { parent: shop, name: "below", quota, movedFrom: "below-then" });
  });
  expect(json.resource.hikube_tenant).toMatchObject({
    shop: { namespace: "old-shop", adopt: true, protected: true, lifecycle: { prevent_destroy: true } },
  });
  expect(json.moved).toEqual([
    { from: "hikube_tenant.old_shop_5D582E84", to: "hikube_tenant.shop" },
    { from: "hikube_tenant.below-then", to: "hikube_tenant.below" },
  ]);
  expect(json.import).toBeUndefined();
});

test("below a tenant of another stack the parent is a text, and the stacks are ordered", () => {
  const app = newApp();
  const [first, second] = ["first", "second"].map((name) => new TerraformStack(app, name)) as [
    TerraformStack,
    TerraformStack,
  ];
  for (const stack of [first, second]) new HikubeProvider(stack, "hikube", {});
  const platform = new HikubePlatform(first, "platform", { cluster: CLUSTER, engine: "hikube" });
  const parent = new HikubeTenant(first, "top", { ...top, platform });
  new HikubeSubTenant(second, "shop", { parent, name: "shop", quota });
  app.synth();
  expect(jsonOf(app.outdir, "second").resource.hikube_tenant).toEqual({
    shop: { parent: "tenant-top", name: "shop", quota },
  });
  expect(second.dependsOn(first)).toBe(true);
  expect(jsonOf(app.outdir, "second").provider.hikube).toEqual([{ cluster_facts: JSON.stringify(CLUSTER) }]);
});

test("what only Terraform knows stays an expression, and free text none", () => {
  const { json } = synthesized((stack, platform) => {
    const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
    const [cpu, count, host] = [variable("cpu", "string"), variable("n", "number"), variable("host", "string")];
    new HikubeTenant(stack, "shop", {
      ...{ ...top, platform },
      quota: {
        ...quota,
        cpu: cpu.stringValue,
        loadBalancers: count.numberValue,
        storageClasses: { ssd: cpu.stringValue },
      },
      security: { hostnames: [host.stringValue], imageRegistries: [`${host.stringValue}/`] },
      cost: { note: 'for ${file("/etc/passwd")} and %{ if x }', owner: Fn.lower("A") },
    });
  });
  expect(json.resource.hikube_tenant).toMatchObject({
    shop: {
      quota: { cpu: "${var.cpu}", load_balancers: "${var.n}", storage_classes: { ssd: "${var.cpu}" } },
      security: { hostnames: ["${var.host}"], image_registries: ["${var.host}/"] },
      cost: { note: 'for $${file("/etc/passwd")} and %%{ if x }', owner: '${lower("A")}' },
    },
  });
});

test("trees from files become the same resources", () => {
  const { json } = synthesized((stack, platform) => {
    addTenants(stack, { ...top, children: [{ name: "shop", quota }] }, platform);
  });
  expect(Object.keys(json.resource.hikube_tenant ?? {})).toEqual(["tenant-top", "tenant-top-shop"]);
});

test("a collection takes hashicorp/kubernetes, and waits for the platform", () => {
  const { json } = synthesized((stack, platform) => {
    new KubernetesProvider(stack, "kubernetes", {});
    new HelmProvider(stack, "helm", {});
    const stacks = [{ namespace: "tenant-acme-monitoring", tenant: "tenant-acme" }];
    new HikubeCollection(stack, "collection", { platform, stacks });
  });
  expect(Object.values(json.resource.kubernetes_namespace_v1 ?? {})).toMatchObject([
    { depends_on: ["hikube_platform.platform"] },
  ]);
});

describe("is refused", () => {
  test("with a provider of the other engine, or none", () => {
    const faults = faultsOf((stack) => {
      const provider = new KubernetesProvider(stack, "kubernetes", {});
      const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER, engine: "hikube", provider });
      new HikubeTenant(stack, "top", { ...top, platform, provider });
    });
    expect(faults.match(/expected a HikubeProvider, got .*\[wrong-type\]/g)).toHaveLength(2);
    expect(faults).toMatch(/resources of the provider hikube, .*cdktf-hikube\/provider.*\[missing-provider\]/);
  });

  test("under another name", () => {
    const make = (stack: TerraformStack) => {
      const engine = "hikub" as never;
      const provider = new HikubeProvider(stack, "east", { alias: "east" });
      new HikubePlatform(stack, "one", { cluster: CLUSTER, engine, formerEngine: "kubernetes", provider });
      HikubePlatform.fromClusterFacts(stack, "two", { cluster: CLUSTER, engine });
    };
    const fault =
      /received "hikub"; expected: "kubernetes" or "hikube"; hint: did you mean "hikube"\? \[unknown-value\]$/;
    // One for each, and no word of a provider that the engine so written does not have.
    const faults = faultsOf(make)
      .split("\n")
      .filter((line) => line.includes("["));
    expect(faults).toEqual([expect.stringMatching(fault), expect.stringMatching(fault)]);
  });
});
