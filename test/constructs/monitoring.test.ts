import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import {
  HikubeMonitoring,
  type HikubeMonitoringProps,
  HikubeSubTenant,
  HikubeTenant,
  SpecError,
  TenantProfile,
} from "cdktf-hikube";
import { KEY } from "../model/tenants";
import { CLUSTER, newApp, newStack, resourceAt, resourcesOf, synthError, type SynthesizedResource } from "./synth";

const STACK = { host: "grafana.example.ch", exposure: { kind: "ingress", fromNamespace: "ingress-nginx" } } as const;
const SHARE = { cpu: "1", memory: "2Gi", storage: "10Gi" };
const PLATFORM = { cluster: { ...CLUSTER, serviceAccounts: { ...CLUSTER.serviceAccounts, keys: [KEY] } } };
const ACME = { platform: PLATFORM, profile: TenantProfile.STAGING, name: "acme" };

type Stack = Partial<HikubeMonitoringProps>;

/** A company whose stack is declared before or after its sub-tenant. */
function company({ stackFirst = false, ...more }: Stack & { readonly stackFirst?: boolean } = {}) {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  const tenant = new HikubeTenant(stack, "acme", ACME);
  const monitor = () => new HikubeMonitoring(stack, "monitoring", { tenant, ...STACK, ...more });
  if (stackFirst) monitor();
  new HikubeSubTenant(stack, "web", { parent: tenant, name: "web", quota: SHARE });
  if (!stackFirst) monitor();
  app.synth();
  return resourcesOf(app, "stack");
}

test("the order of declaration makes no difference: labels, policies, quotas and values are the same", () => {
  // A policy that comes later waits for more, which changes no object.
  const objects = (stackFirst: boolean) =>
    Object.entries(company({ stackFirst })).map(([address, object]) => [address, { ...object, depends_on: [] }]);
  expect(Object.fromEntries(objects(false))).toEqual(Object.fromEntries(objects(true)));
});

test("a sub-tenant's namespace says which stack collects it, and its collectors get in", () => {
  const resources = company();
  expect(resourceAt(resources, "kubernetes_namespace_v1.web_")).toMatchObject({
    metadata: { labels: { "hikube.cloud/monitoring": "tenant-acme-monitoring" } },
  });
  expect(resourceAt(resources, "kubernetes_network_policy_v1.web_network-policy-from-collector-ingress")).toBeDefined();
  expect(resourceAt(resources, "kubernetes_namespace_v1.monitoring_")).toMatchObject({
    metadata: { name: "tenant-acme-monitoring" },
  });
});

const linesOf = (resource: SynthesizedResource) => (resource.values as [string])[0].split("\n");

test("one changed value is a diff of a few lines", () => {
  const [before, after] = [company(), company({ metrics: { retention: "90d" } })].map((all) =>
    linesOf(resourceAt(all, "helm_release.monitoring_release-metrics")),
  );
  expect(after!.length).toBe(before!.length);
  expect(after!.filter((line, index) => line !== before![index])).toEqual(['  "retentionPeriod": "90d",']);
});

test("tokens are drawn while the plan is applied, and written to one Secret that no state holds", () => {
  const secret = resourceAt(company(), "kubernetes_secret_v1.monitoring_secret-readers");
  expect(secret.data).toBeUndefined();
  expect(secret).toMatchObject({
    data_wo: { alerts: expect.stringMatching(/^\$\{ephemeral\.random_password\..*\.result\}$/) as string },
    data_wo_revision: expect.any(Number) as number,
  });
  const revisions = [
    company(),
    company({ tokensRevision: 2 }),
    company({ grafanas: [{ tenant: "tenant-acme-web", host: "w.example.ch" }] }),
  ].map((all) => resourceAt(all, "kubernetes_secret_v1.monitoring_secret-readers").data_wo_revision);
  expect(new Set(revisions).size).toBe(3);
});

test("each dashboard is a ConfigMap that Grafana mounts, and no text of it is an expression of Terraform", () => {
  const resources = company({ dashboards: { groups: ["logs"] } });
  const [address] = Object.keys(resources).filter((one) => one.startsWith("kubernetes_config_map_v1.monitoring_"));
  const { data, metadata } = resources[address!] as unknown as {
    data: Record<string, string>;
    metadata: { name: string };
  };
  const [board] = Object.values(data);
  expect(board).not.toMatch(/(^|[^$])\$\{/);
  const values = JSON.parse(linesOf(resourceAt(resources, "helm_release.monitoring_release-grafana_")).join("\n")) as {
    dashboardsConfigMaps: Record<string, string>;
  };
  expect(Object.values(values.dashboardsConfigMaps)).toEqual([metadata.name]);
});

test("a second stack of a tenant, and one of something else, are told", () => {
  const app = newApp();
  const stack = newStack(app, "stack");
  const tenant = new HikubeTenant(stack, "acme", ACME);
  new HikubeMonitoring(stack, "monitoring", { tenant, ...STACK });
  expect(() => new HikubeMonitoring(stack, "second", { tenant, ...STACK })).toThrow(/\[duplicate-construct\]/);
  expect(() => new HikubeMonitoring(stack, "third", { tenant: "acme" as never, ...STACK })).toThrow(/\[wrong-type\]/);
});

test("`monitoring` among the props of a tenant is told where it belongs", () => {
  const app = newApp();
  const props = { ...ACME, monitoring: STACK };
  new HikubeTenant(newStack(app, "stack"), "acme", props);
  expect(synthError(app)).toMatch(/stack\/acme\.monitoring: unknown field.*HikubeMonitoring.*\[unknown-field\]/);
});

test("what is wrong is told by synth, whatever it is", () => {
  const errorOf = (given: unknown) => {
    const app = newApp();
    const stack = newStack(app, "stack");
    const tenant = new HikubeTenant(stack, "acme", ACME);
    new HikubeMonitoring(stack, "monitoring", { tenant, ...(given as typeof STACK) });
    return synthError(app);
  };
  expect(errorOf({ host: 5 })).toMatch(/stack\/monitoring\.host: .*\[wrong-type\][^]*exposure: .*\[missing-field\]/);
  expect(errorOf({ ...STACK, receivers: 5 })).toMatch(/receivers: .*\[wrong-type\]/);
  expect(errorOf({ ...STACK, helmProvider: 5 })).toMatch(/helmProvider: .*\[wrong-type\]/);
});

/** `path code` of each fault of what is made beside a tenant. */
function faultsBeside(make: (tenant: HikubeTenant) => unknown): readonly string[] {
  const app = newApp();
  const stack = newStack(app, "stack");
  new HelmProvider(stack, "helm", {});
  let text: string;
  try {
    make(new HikubeTenant(stack, "acme", ACME));
    text = synthError(app);
  } catch (error) {
    text = String(error).replace("SpecError: ", "");
  }
  return text.split("\n").map((line) => line.replace(/^([^:]*): .*\[([a-z-]+)\]$/, "$1 $2"));
}

const monitorOf = (tenant: HikubeTenant, id: string, more: object = {}) =>
  new HikubeMonitoring(tenant, id, { tenant, ...STACK, ...more });

test("a fault is told at the construct that its author wrote", () => {
  expect(faultsBeside((tenant) => monitorOf(tenant, "m", { host: "A", prices: { currency: "CHF", cpu: -1 } }))).toEqual(
    ["stack/acme/m.host invalid-hostname", "stack/acme/m.prices.cpu invalid-number"],
  );
  const provider = faultsBeside((tenant) =>
    monitorOf(tenant, "m", { helmProvider: tenant.platform.provider ?? tenant }),
  );
  expect(provider).toEqual(["stack/acme/m.helmProvider wrong-type"]);
});

test("nothing is declared below a stack: no tenant, and no other stack", () => {
  const withTenant = (tenant: HikubeTenant) =>
    new HikubeSubTenant(tenant, "x", { parent: monitorOf(tenant, "m"), name: "x", quota: SHARE });
  expect(faultsBeside(withTenant)).toContain("stack/acme/x.parent wrong-type");
  const withStack = (tenant: HikubeTenant) =>
    new HikubeMonitoring(tenant, "n", { tenant: monitorOf(tenant, "m"), ...STACK, own: true });
  expect(faultsBeside(withStack)).toEqual(["stack/acme/n.tenant wrong-type"]);
});

describe("keys of people's tokens", () => {
  const PEM =
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8A\n-----END PUBLIC KEY-----\n";
  const url = "https://login.example.ch";
  const oidc = (key: string) => ({
    ...{ issuer: url, clientId: "grafana", clientSecret: { secret: "oidc", key: "secret" } },
    ...{ authUrl: `${url}/a`, tokenUrl: `${url}/t`, apiUrl: `${url}/u`, publicKeys: [key] },
  });

  test("have lines, as PEM has", () => {
    expect(() => company({ oidc: oidc(PEM) })).not.toThrow();
  });

  test.each([
    ["nothing else that is not seen", PEM.replace("M", "\u001b")],
    ["nothing beside the key", `${PEM}x`],
  ])("have %s", (_, key) => {
    expect(() => company({ oidc: oidc(key) })).toThrow(
      /oidc\.publicKeys\[0\]: .*\[invisible-characters|invalid-format\]/,
    );
  });
});

test.each<[string, object, RegExp]>([
  [
    "a receiver without its secret",
    { receivers: [{ name: "a", kind: "slack", channel: "#a" }] },
    /receivers\.?\[?0\]?\.url/,
  ],
  [
    "two Grafanas of one sub-tenant",
    { grafanas: ["a", "b"].map((host) => ({ tenant: "tenant-acme-web", host: `${host}.example.ch` })) },
    /two Grafanas of one sub-tenant/,
  ],
  [
    "a Grafana of the stack's own namespace",
    { grafanas: [{ tenant: "tenant-acme-monitoring", host: "a.example.ch" }] },
    /not a sub-tenant whose data is in this stack/,
  ],
])("%s is a fault that is told, not a crash", (_, more, message) => {
  expect(synthFault(() => company(more))).toMatch(message);
});

function synthFault(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "";
}
