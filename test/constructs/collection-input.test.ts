import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformVariable } from "cdktf";
import { HikubeCollection, type HikubeCollectionProps, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PLATFORM_SOURCES } from "../../src/model/monitoring/collection/source-rules";
import { STACK_ATTRIBUTES } from "../../src/model/monitoring/collection/stack-rules";
import { MONITORING_FIELDS } from "../../src/model/tenant/spec/monitoring-schema";
import { TEMPLATES, textPlaces } from "./free-texts";
import { newApp, newStack, PLATFORM, resourceAt, resourcesOf, synthError } from "./synth";

const STACK = { namespace: "tenant-acme-monitoring", tenant: "tenant-acme" };
const BETA = { namespace: "tenant-beta-monitoring", tenant: "tenant-beta" };
const FAR = { ...STACK, gateway: "https://gateway.example.ch", cluster: "edge" };
const EXPORTER = {
  ...{ name: "metallb", namespace: "metallb-system", podLabels: { app: "metallb" } },
  ...{ host: "metallb-metrics.metallb-system.svc", port: 7472 },
};

type Given = Partial<Record<keyof HikubeCollectionProps, unknown>>;

function appWith(given: Given) {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  const props = { platform: PLATFORM, stacks: [STACK], ...given } as HikubeCollectionProps;
  return { app, stack, collection: new HikubeCollection(stack, "collection", props) };
}

const WRITTEN = "stacks/stack/cdk.tf.json";
const FAULT = /^stack\/collection\.(.+?): [^;]+; received [^;]+; expected: .+; hint: .+ \[([-a-z]+)\]$/;

/** The faults of an app, each as its place and its code; the text of one that is not whole. */
function faultsOf(given: Given): readonly string[] {
  const { app } = appWith(given);
  const faults = synthError(app).split("\n");
  expect(existsSync(join(app.outdir, WRITTEN))).toBe(false);
  return faults.map((line) => FAULT.exec(line)?.slice(1).join(" ") ?? line);
}

const one = (fields: object) => ({ stacks: [{ ...STACK, ...fields }] });
const far = (fields: object) => ({ stacks: [{ ...FAR, ...fields }] });
const from = (fields: object) => ({ sources: { exporters: [{ ...EXPORTER, ...fields }] } });
const AT = "sources.exporters[0]";

test.each<[string, Given, readonly string[]]>([
  ["an unknown field of a stack", one({ colour: "red" }), ["stacks[0].colour unknown-field"]],
  ["a field of a stack that is spelt otherwise", far({ gatway: "x" }), ["stacks[0].gatway unknown-field"]],
  [
    "a needed field that is spelt otherwise",
    { stacks: [{ namespace: STACK.namespace, tennant: "tenant-acme" }] },
    ["stacks[0].tennant unknown-field"],
  ],
  ["no names", { stacks: [{}] }, ["stacks[0].namespace missing-field", "stacks[0].tenant missing-field"]],
  ["a hole in the list", { stacks: [STACK, undefined] }, ["stacks[1] wrong-type"]],
  ["nodes as a text", one({ nodes: "yes" }), ["stacks[0].nodes wrong-type"]],
  ["a regular expression of namespaces", one({ adopted: [".*"] }), ["stacks[0].adopted[0] invalid-namespace"]],
  ["one among names", one({ adopted: ["legacy", "a|b"] }), ["stacks[0].adopted[1] invalid-namespace"]],
  ["an adopted namespace that is empty", one({ adopted: [""] }), ["stacks[0].adopted[0] invalid-namespace"]],
  ["adopted as a text", one({ adopted: "legacy" }), ["stacks[0].adopted wrong-type"]],
  ["a number among the adopted", one({ adopted: [1] }), ["stacks[0].adopted[0] wrong-type"]],
  ["a cluster that is no name", far({ cluster: "Ed ge" }), ["stacks[0].cluster invalid-label-value"]],
  ["an empty cluster", far({ cluster: "" }), ["stacks[0].cluster invalid-label-value"]],
  ["a cluster without a gateway", one({ cluster: "edge" }), ["stacks[0].gateway missing-field"]],
  ["a gateway without a cluster", one({ gateway: FAR.gateway }), ["stacks[0].cluster missing-field"]],
  ["a gateway that is a number", far({ gateway: 8427 }), ["stacks[0].gateway wrong-type"]],
  ["a gateway at no port", far({ gateway: "https://a.ch:99999" }), ["stacks[0].gateway invalid-format"]],
  ["another tenant's stack", one({ tenant: "tenant-beta" }), ["stacks[0].tenant invalid-namespace"]],
  ["no stack's namespace", one({ namespace: "tenant-acme" }), ["stacks[0].namespace invalid-namespace"]],
  [
    "a field that a stack inherits",
    { stacks: [Object.create(STACK)] },
    ["stacks[0].namespace inherited-field", "stacks[0].tenant inherited-field"],
  ],
  ["an unknown source", { sources: { kubelet: true } }, ["sources.kubelet unknown-field"]],
  ["a source that is spelt otherwise", { sources: { kubeVirt: "kubevirt" } }, ["sources.kubeVirt unknown-field"]],
  ["a namespace that is none", { sources: { kubevirt: "Bad NS" } }, ["sources.kubevirt invalid-namespace"]],
  ["an empty namespace", { sources: { kubevirt: "" } }, ["sources.kubevirt invalid-namespace"]],
  ["true for a namespace", { sources: { kubevirt: true } }, ["sources.kubevirt wrong-type"]],
  ["no time", { sources: { interval: "often" } }, ["sources.interval invalid-format"]],
  ["a time without its unit", { sources: { interval: "30" } }, ["sources.interval invalid-format"]],
  ["a time that is a number", { sources: { interval: 30 } }, ["sources.interval wrong-type"]],
  ["a check as a text", { sources: { verifyKubelets: "no" } }, ["sources.verifyKubelets wrong-type"]],
  ["sources as a list", { sources: ["kubevirt"] }, ["sources wrong-type"]],
  ["exporters as a text", { sources: { exporters: "x" } }, ["sources.exporters wrong-type"]],
  ["an exporter as a text", { sources: { exporters: ["metallb"] } }, [`${AT} wrong-type`]],
  ["one exporter, without its list", { sources: { exporters: EXPORTER } }, ["sources.exporters wrong-type"]],
  ["an unknown field of an exporter", from({ scheme: "https" }), [`${AT}.scheme unknown-field`]],
  [
    "an exporter of nothing",
    { sources: { exporters: [{}] } },
    ["name", "namespace", "podLabels", "host", "port"].map((field) => `${AT}.${field} missing-field`),
  ],
  ["port 99999", from({ port: 99999 }), [`${AT}.port invalid-port`]],
  ["port 0", from({ port: 0 }), [`${AT}.port invalid-port`]],
  ["half a port", from({ port: 80.5 }), [`${AT}.port invalid-port`]],
  ["a port as a text", from({ port: "7472" }), [`${AT}.port wrong-type`]],
  ["a URL as host", from({ host: "http://a.b.svc/" }), [`${AT}.host invalid-hostname`]],
  ["a host with its port", from({ host: "a.b.svc:7472" }), [`${AT}.host invalid-hostname`]],
  ["a path without a slash", from({ path: "metrics" }), [`${AT}.path invalid-format`]],
  ["a path with a blank", from({ path: "/my metrics" }), [`${AT}.path invalid-format`]],
  ["no labels of pods", from({ podLabels: {} }), [`${AT}.podLabels empty-rule`]],
  ["a label without a value", from({ podLabels: { app: undefined } }), [`${AT}.podLabels empty-rule`]],
  ["labels as a text", from({ podLabels: "app=metallb" }), [`${AT}.podLabels wrong-type`]],
  ["a label that is none", from({ podLabels: { app: "a b" } }), [`${AT}.podLabels.app invalid-label-value`]],
  ["the key of no label", from({ podLabels: { "a b": "x" } }), [`${AT}.podLabels.a b invalid-key`]],
  ["an exporter's namespace that is none", from({ namespace: "A" }), [`${AT}.namespace invalid-namespace`]],
  ["a name that is none", from({ name: "Metal LB" }), [`${AT}.name invalid-label-value`]],
  ...["kubelet", "cadvisor", "node-exporter", "kube-state-metrics", "kubevirt"].map(
    (name): [string, Given, readonly string[]] => [
      `the collection's own ${name}`,
      from({ name }),
      [`${AT}.name duplicate-name`],
    ],
  ),
  [
    "two exporters of one name",
    { sources: { exporters: [EXPORTER, { ...EXPORTER, port: 7473 }] } },
    ["sources.exporters[1].name duplicate-name"],
  ],
  ["an unknown registry", { registries: { foo: 1 } }, ["registries.foo unknown-field"]],
  ["a registry that is a number", { registries: { imageRegistry: 1 } }, ["registries.imageRegistry wrong-type"]],
  ["versions as a text", { registries: { versions: "1.2.3" } }, ["registries.versions wrong-type"]],
  [
    "the version of an unknown chart",
    { registries: { versions: { loki: "1.2.3" } } },
    ["registries.versions.loki unknown-field"],
  ],
  ["registries as a text", { registries: "registry.example.ch" }, ["registries wrong-type"]],
  [
    "everything at once",
    { ...one({ nodes: 1, adopted: [".*"] }), ...from({ port: 0, host: "a b" }), registries: { foo: 1 } },
    [
      "stacks[0].nodes wrong-type",
      "stacks[0].adopted[0] invalid-namespace",
      `${AT}.host invalid-hostname`,
      `${AT}.port invalid-port`,
      "registries.foo unknown-field",
    ],
  ],
])("%s is one fault, before anything is written", (_, given, expected) => {
  expect(faultsOf(given)).toEqual(expected);
});

test("another construct is no stack", () => {
  const { app, stack } = appWith({});
  const tenant = new HikubeTenant(stack, "acme", { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme" });
  const props = { platform: PLATFORM, stacks: [tenant] } as unknown as HikubeCollectionProps;
  new HikubeCollection(newStack(app, "other"), "collection", props);
  expect(synthError(app)).toMatch(
    /^other\/collection\.stacks\[0\]: not a stack; received another construct.*\[wrong-type\]$/,
  );
});

test("what names a namespace is not left to apply", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  const adopted = [new TerraformVariable(stack, "old", {}).stringValue];
  new HikubeCollection(stack, "collection", { platform: PLATFORM, stacks: [{ ...STACK, adopted }] });
  expect(synthError(app)).toMatch(/stacks\[0\]\.adopted\[0\]: invalid namespace/);
});

test.each([
  ["stacks", STACK_ATTRIBUTES, (given: object) => ({ stacks: [given] })],
  ["sources", PLATFORM_SOURCES, (sources: object) => ({ sources })],
  ["registries", MONITORING_FIELDS.sources, (registries: object) => ({ registries })],
] as const)("no text of %s that Terraform would evaluate gets through", (_, schema, propsOf) => {
  const places = textPlaces(schema);
  expect(places.length).toBeGreaterThan(2);
  for (const { path, with: given } of places) {
    for (const template of TEMPLATES)
      expect([path, synthError(appWith(propsOf(given(template))).app)]).not.toEqual([path, ""]);
  }
});

test("everything that is right is taken", () => {
  const sources = {
    ...{ kubevirt: "kubevirt", verifyKubelets: true, interval: "1m" },
    exporters: [
      EXPORTER,
      { ...EXPORTER, name: "cilium", path: "/metrics?name=%5B%5D", podLabels: { "k8s.io/app": "" } },
    ],
  };
  const stacks = [
    { ...STACK, adopted: ["legacy"], nodes: true, gateway: undefined },
    { ...FAR, ...BETA },
  ];
  const versions = { "kube-state-metrics": "1.2.3" };
  const registries = { charts: "oci://registry.example.ch/charts", imageRegistry: "registry.example.ch", versions };
  const { app } = appWith({ stacks, sources, registries });
  expect(synthError(app)).toBe("");
  expect(existsSync(join(app.outdir, WRITTEN))).toBe(true);
  const config = resourceAt(
    resourcesOf(app, "stack"),
    "kubernetes_config_map_v1.collection_config-map-platform-vmagent",
  );
  expect(JSON.stringify(config.data)).toContain("metallb-metrics.metallb-system.svc:7472");
});
