import { join } from "node:path";
import { ClusterFacts, HikubeSubTenant, type HikubeTenant } from "cdktf-hikube";
import { MonitoredCompanyStack } from "../../examples/monitored-company/monitored-company-stack";
import { newApp, resourceAt, resourcesOf, type SynthesizedResource } from "../constructs/synth";

const STACK = "tenant-acme-monitoring";
const folder = join(__dirname, "..", "..", "examples", "monitored-company");
const cluster = ClusterFacts.fromFile(join(folder, "cluster.json"));

/** What the example writes, with one more sub-tenant where that is named. */
function synthesized({ charts, more }: { readonly charts?: string; readonly more?: string } = {}) {
  const app = newApp();
  const stack = new MonitoredCompanyStack(app, "monitored-company", { cluster, charts });
  const parent = stack.node.findChild("acme") as HikubeTenant;
  if (more !== undefined) {
    new HikubeSubTenant(stack, more, { parent, name: more, quota: { cpu: "1", memory: "2Gi", storage: "10Gi" } });
  }
  app.synth();
  return resourcesOf(app, "monitored-company");
}

type Resources = ReturnType<typeof synthesized>;

const ofType = (resources: Resources, type: string): readonly SynthesizedResource[] =>
  Object.entries(resources)
    .filter(([address]) => address.startsWith(`${type}.`))
    .map(([, resource]) => resource);

test("every namespace of a tenant says which stack collects it", () => {
  const namespaces = ofType(synthesized(), "kubernetes_namespace_v1").map(({ metadata }) => {
    const { name, labels } = metadata as { name: string; labels: Record<string, string> };
    return [name, labels["hikube.cloud/monitoring"]];
  });
  expect(Object.fromEntries(namespaces)).toEqual({
    "hikube-monitoring": undefined,
    "tenant-acme": STACK,
    "tenant-acme-data": STACK,
    "tenant-acme-monitoring": STACK,
    "tenant-acme-shop": STACK,
    "tenant-acme-shop-payments": STACK,
  });
});

interface User {
  readonly bearer_token?: string;
  readonly url_map?: readonly { readonly url_prefix: string }[];
}

test("the shop's own Grafana reads the shop and what is below it, by a filter of the gateway", () => {
  const { values } = resourceAt(synthesized(), "helm_release.monitoring_release-gateway");
  const { config } = JSON.parse((values as [string])[0]) as { config: { users: readonly User[] } };
  const reader = config.users.find(({ bearer_token: token = "" }) => token.includes("TENANT_ACME_SHOP"));
  const [metrics] = reader?.url_map ?? [];
  expect(decodeURIComponent(metrics?.url_prefix ?? "")).toContain('{tenant=~"tenant-acme-shop(-.*)?"}');
});

test("one more sub-tenant adds what is its own and shrinks its parent's quota: no pod, no release, no configuration", () => {
  const [before, after] = [synthesized(), synthesized({ more: "lab" })];
  const touched = Object.entries(after).filter(
    ([address, resource]) => JSON.stringify(resource) !== JSON.stringify(before[address]),
  );
  const others = touched.map(([address]) => address).filter((address) => !address.includes(".lab_"));
  expect(others).toEqual([expect.stringMatching(/^kubernetes_resource_quota_v1\.acme_resource-quota-tenant_/)]);
});

test("all charts come from one repository where it is named", () => {
  const charts = "http://127.0.0.1:8879";
  const releases = ofType(synthesized({ charts }), "helm_release");
  expect(releases.length).toBeGreaterThan(6);
  expect(new Set(releases.map(({ repository }) => repository))).toEqual(new Set([charts]));
});

test("what is synthesized is the same each time", () => {
  expect(JSON.stringify(synthesized())).toBe(JSON.stringify(synthesized()));
});

// An address that changes destroys and creates what it names: that is a major version.
test("the Terraform addresses are what they were", () => {
  expect(Object.keys(synthesized()).sort()).toMatchSnapshot();
});
