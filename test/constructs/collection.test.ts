import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import {
  HikubeCollection,
  type HikubeCollectionProps,
  HikubeMonitoring,
  HikubeSubTenant,
  HikubeTenant,
  TenantProfile,
} from "cdktf-hikube";
import { KEY } from "../model/tenants";
import { CLUSTER, newApp, newStack, resourceAt, resourcesOf, synthError } from "./synth";

const PLATFORM = { cluster: { ...CLUSTER, serviceAccounts: { ...CLUSTER.serviceAccounts, keys: [KEY] } } };
const ELSEWHERE = { namespace: "tenant-beta-monitoring", tenant: "tenant-beta" };

/** A tenant with a stack, not synthesized yet. */
function monitored() {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  const tenant = new HikubeTenant(stack, "acme", { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme" });
  const exposure = { kind: "ingress", fromNamespace: "ingress-nginx" } as const;
  const monitoring = new HikubeMonitoring(stack, "monitoring", { tenant, host: "grafana.example.ch", exposure });
  return { app, stack, tenant, monitoring };
}

/** An app with a stack of its own, and a collection for it and others. */
function appWith(given: Partial<Record<keyof HikubeCollectionProps, unknown>> = {}) {
  const { app, stack, monitoring } = monitored();
  const stacks = [monitoring, ELSEWHERE];
  new HikubeCollection(stack, "collection", { platform: PLATFORM, stacks, ...given } as HikubeCollectionProps);
  return app;
}

/** The objects of the collection's namespace, as `kind name`. */
function objectsOf(app = appWith()): readonly string[] {
  app.synth();
  return Object.entries(resourcesOf(app, "stack"))
    .filter(([address]) => address.includes(".collection_"))
    .map(([address, { manifest, metadata, name }]) => {
      const object = (manifest ?? { kind: address.split(".")[0], metadata: metadata ?? { name } }) as {
        kind: string;
        metadata: { name: string };
      };
      return `${object.kind} ${object.metadata.name}`;
    });
}

test("there is one vmagent and one vlagent for each stack, in a namespace of the platform's own", () => {
  const objects = objectsOf();
  expect(objects).toEqual(
    expect.arrayContaining([
      "kubernetes_namespace_v1 hikube-monitoring",
      "Deployment vmagent-tenant-acme",
      "Deployment vmagent-tenant-beta",
      "DaemonSet vlagent-tenant-acme",
      "DaemonSet vlagent-tenant-beta",
      "Deployment platform-vmagent",
      "helm_release kube-state-metrics",
      "helm_release prometheus-node-exporter",
    ]),
  );
});

test("a new sub-tenant changes nothing of it, a new stack adds what is its own", () => {
  const before = new Set(objectsOf());
  const more = { namespace: "tenant-gamma-monitoring", tenant: "tenant-gamma" };
  const added = objectsOf(appWith({ stacks: [ELSEWHERE, more] })).filter((object) => !before.has(object));
  expect(added.every((object) => object.includes("tenant-gamma"))).toBe(true);
  expect(added.length).toBeGreaterThan(3);
});

test("a namespace that was there before is known as one below its stack, also where it is declared after the collection", () => {
  const { app, stack, tenant, monitoring } = monitored();
  new HikubeCollection(stack, "collection", { platform: PLATFORM, stacks: [monitoring] });
  const quota = { cpu: "1", memory: "2Gi", storage: "10Gi" };
  new HikubeSubTenant(stack, "old", { parent: tenant, name: "old", namespace: "legacy", adopt: true, quota });
  app.synth();
  const config = resourceAt(
    resourcesOf(app, "stack"),
    "kubernetes_config_map_v1.collection_config-map-platform-vmagent",
  );
  expect((config.data as Record<string, string>)["scrape.yml"]).toContain("tenant-acme(-.*)?|legacy");
});

test.each<[string, Partial<Record<keyof HikubeCollectionProps, unknown>>, RegExp]>([
  ["no list of stacks", { stacks: undefined }, /stacks: missing field.*\[missing-field\]/],
  ["a name in place of a stack", { stacks: ["tenant-acme"] }, /stacks\[0\]: not a stack.*\[wrong-type\]/],
  ["a stack twice", { stacks: [ELSEWHERE, ELSEWHERE] }, /stacks\[1\]: the stack is listed twice.*\[duplicate-name\]/],
  [
    "a namespace that is none",
    { stacks: [{ namespace: "A", tenant: "a b" }] },
    /namespace: .*\[invalid-namespace\][^]*tenant: .*\[invalid-namespace\]/,
  ],
  [
    "a buffer too small for its stacks",
    { platformBuffer: "1000Mi" },
    /collection\.platformBuffer: the platform's buffer is too small.*"1000Mi".*at least "1024Mi".*\[invalid-quantity\]/,
  ],
  ["a buffer that is no amount", { platformBuffer: "10 GB" }, /platformBuffer: invalid quantity.*\[invalid-quantity\]/],
  ["a class that is none", { storageClass: "Fast!" }, /storageClass: invalid name.*\[invalid-storage-class-name\]/],
  [
    "limits in no unit or an unknown one",
    { limits: { interval: "30", timeout: "10x", maxSize: "1mb", samples: 0, seriesADay: 1.5, labels: "40" } },
    /interval: .*\[invalid-format\][^]*timeout: .*\[invalid-format\][^]*maxSize: .*\[invalid-format\][^]*samples: .*\[invalid-count\][^]*seriesADay: .*\[invalid-count\][^]*labels: .*\[invalid-count\]/,
  ],
  [
    "limits in part, with one that is none, and a timeout over the interval",
    { limits: { interval: "1m", timeout: "90s", sample: 1 } },
    /maxSize: missing field[^]*timeout: an answer may take longer.*"90s"[^]*limits\.sample: unknown field.*"samples"/,
  ],
  [
    "memory that is no amount",
    { memory: { pods: "lots", pod: "1Gi" } },
    /memory\.pods: .*\[invalid-quantity\][^]*memory\.pod: unknown field/,
  ],
  [
    "a place of charts that is none",
    { registries: { charts: "ftp://a", imageRegistry: "A b" } },
    /registries\.charts: .*\[invalid-format\][^]*registries\.imageRegistry: .*\[invalid-format\]/,
  ],
  [
    "a gateway in clear",
    { stacks: [{ ...ELSEWHERE, gateway: "http://gateway.example.ch" }] },
    /stacks\[0\]\.gateway: .*https.*\[invalid-format\]/,
  ],
  [
    "a gateway that is no URL",
    { stacks: [{ ...ELSEWHERE, gateway: "gateway:8427" }] },
    /stacks\[0\]\.gateway: .*\[invalid-format\]/,
  ],
  [
    "a gateway at a private address",
    { stacks: [{ ...ELSEWHERE, gateway: "https://10.1.2.3:8427" }] },
    /stacks\[0\]\.gateway: the collectors' policies do not reach.*\[forbidden-cidr\]/,
  ],
  [
    "one at an address of IPv6 that is",
    { stacks: [{ ...ELSEWHERE, gateway: "https://[fd00::1]/" }] },
    /stacks\[0\]\.gateway: .*\[forbidden-cidr\]/,
  ],
  ["an unknown prop", { stack: [] } as object, /stack: unknown field.*did you mean "stacks".*\[unknown-field\]/],
])("%s is told by synth", (_, given, expected) => {
  expect(synthError(appWith(given))).toMatch(expected);
});

test("a gateway elsewhere is a name, or an address of the internet", () => {
  const stacks = ["https://gateway.example.ch", "https://8.8.8.8:8427"].map((gateway, index) => ({
    ...{ namespace: `tenant-x${index}-monitoring`, tenant: `tenant-x${index}` },
    ...{ gateway, cluster: "edge" },
  }));
  expect(() => {
    appWith({ stacks }).synth();
  }).not.toThrow();
});

test("virtual machines are measured: the collector sees the pods of KubeVirt's namespace", () => {
  const objects = objectsOf(appWith({ sources: { kubevirt: "kubevirt" } }));
  expect(objects).toEqual(
    expect.arrayContaining([
      "kubernetes_role_v1 hikube-collector-kubevirt",
      "kubernetes_role_v1 hikube-collector-platform",
    ]),
  );
});
