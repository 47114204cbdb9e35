import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack } from "cdktf";
import {
  HikubeMonitoring,
  type HikubeMonitoringProps,
  HikubePlatform,
  type HikubePlatformProps,
  HikubeSubTenant,
  HikubeTenant,
} from "cdktf-hikube";
import { HikubeProvider } from "cdktf-hikube/provider";
import { synthesizeTenants } from "../../constructs/tenants-app";
import { CLUSTER } from "../model/tenants";
import { faultsOf, jsonOf, quota, top } from "./engine";
import { newApp, newStack, resourcesOf } from "./synth";

const STACK = {
  host: "grafana.example.ch",
  exposure: { kind: "ingress", fromNamespace: "ingress-nginx" },
  receivers: [{ name: "chat", kind: "slack", channel: "#alerts", url: { secret: "slack", key: "url" } }],
  sources: { versions: { "victoria-metrics-single": "1.2.3" } },
} as const;

function fill(stack: TerraformStack, engines: Partial<HikubePlatformProps>, more: Partial<HikubeMonitoringProps> = {}) {
  const platform = new HikubePlatform(stack, "platform", { cluster: CLUSTER, ...engines });
  const tenant = new HikubeTenant(stack, "top", { ...top, platform });
  new HikubeSubTenant(stack, "shop", { parent: tenant, name: "shop", quota });
  new HikubeMonitoring(stack, "monitoring", { tenant, ...STACK, ...more });
}

function synthesized(engines: Partial<HikubePlatformProps>, more: Partial<HikubeMonitoringProps> = {}) {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  if (engines.engine === "hikube") new HikubeProvider(stack, "hikube", {});
  fill(stack, engines, more);
  app.synth();
  return { json: jsonOf(app.outdir, "stack"), resources: resourcesOf(app, "stack") };
}

const isTenants = (address: string) => address.startsWith("hikube_");

test("the place is a tenant of its own, which says nothing but where it is", () => {
  const { json } = synthesized({ engine: "hikube" });
  const { top: owner, monitoring, shop } = json.resource.hikube_tenant ?? {};
  expect(monitoring).toEqual({
    depends_on: ["hikube_tenant.top"],
    name: "monitoring",
    parent: "${hikube_tenant.top.namespace}",
  });
  expect(owner).toMatchObject({
    monitoring: {
      host: STACK.host,
      exposure: { kind: "ingress", from_namespace: "ingress-nginx" },
      receivers: [{ name: "chat", kind: "slack", channel: "#alerts", url: { secret: "slack", key: "url" } }],
      sources: { versions: { victoria_metrics_single: "1.2.3" } },
    },
  });
  expect(shop).not.toHaveProperty("monitoring");
});

test("what is in it is the same on both engines, and comes after the place", () => {
  const [ours, theirs] = [{ engine: "hikube" } as const, {}].map((engines) => synthesized(engines).resources);
  const inside = Object.keys(ours!).filter((address) => !isTenants(address));
  const plain = (all: typeof ours, address: string) => ({ ...all![address], depends_on: [] });
  expect(inside.filter((address) => address.startsWith("helm_release."))).toHaveLength(5);
  expect(inside.map((address) => plain(ours, address))).toEqual(inside.map((address) => plain(theirs, address)));
  const others = Object.keys(theirs!).filter((address) => !inside.includes(address));
  expect(others.filter((address) => /^(helm|kubernetes_(secret|config_map|ingress))_/.test(address))).toEqual([]);
  const waiting = inside.filter((address) => ours![address]!.depends_on?.includes("hikube_tenant.monitoring"));
  expect(waiting).toEqual(inside.filter((address) => !address.startsWith("helm_release.")));
});

test("of what the other engine made the place moves, and what is in it stays where it is", () => {
  const before = Object.keys(synthesized({}).resources);
  const { json, resources } = synthesized({ engine: "hikube", formerEngine: "kubernetes" });
  expect(json.moved).toContainEqual({
    from: before.find((address) => address.startsWith("kubernetes_namespace_v1.monitoring_")),
    to: "hikube_tenant.monitoring",
  });
  const left = [...(json.moved ?? []), ...(json.removed ?? [])].map(({ from }) => from);
  const kept = Object.keys(resources).filter((address) => !isTenants(address));
  expect([...left, ...kept].sort()).toEqual([...before].sort());
});

test("a provider of its own is that of its objects", () => {
  const app = newApp();
  const stack = new TerraformStack(app, "stack");
  new HikubeProvider(stack, "hikube", {});
  new HelmProvider(stack, "helm", {});
  const provider = new KubernetesProvider(stack, "east", { alias: "east" });
  fill(stack, { engine: "hikube" }, { provider });
  app.synth();
  const inside = Object.entries(resourcesOf(app, "stack")).filter(([address]) => address.startsWith("kubernetes_"));
  expect([...new Set(inside.map(([, { provider: used }]) => used))]).toEqual(["kubernetes.east"]);
});

test("providers that it needs and the stack does not have are told", () => {
  const faults = faultsOf((stack) => {
    new HikubeProvider(stack, "hikube", {});
    fill(stack, { engine: "hikube" });
  });
  expect(faults).toMatch(/resources of the provider kubernetes, .*new KubernetesProvider.*\[missing-provider\]/);
  expect(faults).toMatch(/resources of the provider helm, .*new HelmProvider.*\[missing-provider\]/);
  const wrong = faultsOf((stack) => {
    fill(stack, { engine: "hikube" }, { provider: new HikubeProvider(stack, "hikube", {}) });
  });
  expect(wrong).toMatch(/stack\/monitoring\.provider: .*KubernetesProvider.*\[wrong-type\]/);
});

test("a tenants file brings the providers", () => {
  const { outdir } = newApp();
  const children = [{ name: "shop", quota }];
  const tenants = [{ ...top, monitoring: STACK, children }];
  synthesizeTenants({ tenants, cluster: CLUSTER, outdir, stack: "tenants", platform: true, engine: "hikube" });
  const { provider, resource } = jsonOf(outdir, "tenants");
  expect(Object.keys(provider).sort()).toEqual(["helm", "hikube", "kubernetes"]);
  expect(Object.keys(resource.hikube_tenant ?? {})).toContain("tenant-top-monitoring");
});
