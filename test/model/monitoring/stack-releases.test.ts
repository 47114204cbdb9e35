import { resolveForest } from "../../../src/model/tenant/document";
import { tenantNodes } from "../../../src/model/tenant/resolve/tenant";
import { isRecord, type JsonRecord } from "../../../src/model/json";
import { monitoringStack } from "../../../src/model/monitoring/stack/monitoring-stack";
import { releaseSources } from "../../../src/model/monitoring/stack/stack-releases";
import { addQuantities, formatQuantity, parseQuantity } from "../../../src/model/kubernetes/quantity";
import type { MonitoringSpec } from "../../../src/model/tenant/spec/monitoring-spec";
import { CLUSTER } from "../tenants";
import { unknownKeys } from "./chart-keys";
import { releases, STACK, valuesOf } from "./emitted-stack";

/** The names that are known before all tenants are. */
function releaseNames(): readonly string[] {
  const [place] = tenantNodes(resolveForest([{ name: "acme", profile: "production", monitoring: STACK }], CLUSTER))
    .map(({ tenant }) => tenant)
    .filter(({ isStack }) => isStack);
  const stack = place && monitoringStack(place);
  return stack === undefined ? [] : releaseSources(stack).map(({ name }) => name);
}

const BOTH = [...releases(), ...releases({ ...STACK, scale: "cluster" })];

test.each(BOTH.map((release) => [`${release.name} of ${release.chart}`, release] as const))(
  "every value of %s is one that its chart knows",
  (_, release) => {
    expect(unknownKeys(release)).toEqual([]);
  },
);

test("releases are named within Helm's 53 characters, each once", () => {
  const names = releases().map(({ name }) => name);
  expect(releaseNames()).toEqual(names);
  expect(names).toEqual(["metrics", "logs", "gateway", "alerts", "grafana", "grafana-1"]);
  expect(new Set(names).size).toBe(names.length);
});

/** Everything that describes a container: what has resources. */
function containersIn(value: unknown): readonly JsonRecord[] {
  if (!isRecord(value)) return [];
  return [...("resources" in value ? [value] : []), ...Object.values(value).flatMap(containersIn)];
}

test("every container is restricted, and has requests and limits", () => {
  const containers = BOTH.flatMap(({ values }) => containersIn(values));
  expect(containers.length).toBe(7 + 11);
  for (const container of containers) {
    const security = container.containerSecurityContext ?? container.securityContext;
    expect(security).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
      limits: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
    });
  }
});

test("a stack requests at most 1.5 GiB of memory", () => {
  const requests = releases({ ...STACK, grafanas: [] })
    .flatMap(({ values }) => containersIn(values))
    .map(({ resources }) => parseQuantity((resources as { requests: { memory: string } }).requests.memory)!);
  expect(formatQuantity(requests.reduce(addQuantities))).toBe("1152Mi");
});

test("no release makes an object of the cluster, nor mounts a token of an account", () => {
  for (const { chart, values } of BOTH) {
    if (chart === "victoria-metrics-single") expect(values.rbac).toEqual({ create: false });
    if (chart === "grafana") expect(values.rbac).toEqual({ create: false, namespaced: true });
    if (chart === "victoria-metrics-auth") continue;
    const account = values.serviceAccount as JsonRecord;
    expect(account.automountToken ?? account.automountServiceAccountToken).toBe(false);
  }
});

test("retention has a unit: a bare number means months to one database and days to the other", () => {
  const retentions = JSON.stringify(BOTH.map(({ values }) => values)).match(/"retentionPeriod":("[^"]*"|[0-9]+)/g);
  expect(new Set(retentions)).toEqual(new Set(['"retentionPeriod":"30d"', '"retentionPeriod":"14d"']));
});

describe("who reads what", () => {
  interface User {
    readonly name: string;
    readonly bearer_token?: string;
    readonly jwt?: { readonly match_claims: Readonly<Record<string, string>> };
    readonly url_map: readonly { readonly src_paths: readonly string[]; readonly url_prefix: string }[];
  }
  const users = (spec?: MonitoringSpec) => (valuesOf("gateway", spec).config as { users: readonly User[] }).users;

  test("Grafana reads all, that of a sub-tenant its subtree, and alerts alone write", () => {
    const reader = (name: string) => users().find((user) => user.name === `reader-${name}`)!;
    expect(reader("grafana").url_map.map(({ url_prefix }) => url_prefix)).toEqual([
      "http://metrics:8428/",
      "http://logs:9428/",
    ]);
    expect(decodeURIComponent(reader("grafana-tenant-acme-web").url_map[0]!.url_prefix)).toContain(
      '{tenant=~"tenant-acme-web(-.*)?|legacy-web"}',
    );
    const writing = users().filter(
      ({ bearer_token, url_map }) =>
        bearer_token !== undefined && url_map.some(({ src_paths }) => src_paths.includes("/api/v1/write")),
    );
    expect(writing.map(({ name }) => name)).toEqual(["reader-alerts"]);
  });

  test("people read what the groups of their tokens have a level on, the widest first", () => {
    const groups = (publicKeys?: readonly string[]) =>
      users({ ...STACK, oidc: { ...STACK.oidc!, publicKeys } }).filter(({ name }) => name.startsWith("group-"));
    expect(groups(["PEM"]).map(({ jwt }) => jwt?.match_claims.groups)).toEqual(["^platform$", "^web$"]);
    expect(groups()).toEqual([]);
    expect(groups([])).toEqual([]);
  });

  test("in a cluster of databases the account stands in the path", () => {
    const prefixes = users({ ...STACK, scale: "cluster" }).flatMap(({ url_map }) =>
      url_map.map(({ url_prefix }) => url_prefix),
    );
    for (const prefix of prefixes.filter((one) => one.startsWith("http://metrics-")))
      expect(prefix).toMatch(/\/(insert|select)\/0\/prometheus\//);
  });
});

test("Grafana lets the groups of its own tenant sign in, and nobody where there is none", () => {
  const allowed = (name: string, spec?: MonitoringSpec) =>
    (valuesOf(name, spec)["grafana.ini"] as Record<string, JsonRecord>)["auth.generic_oauth"]?.allowed_groups;
  expect(allowed("grafana")).toBe("platform");
  expect(allowed("grafana-1")).toBe("platform,web");
  expect(allowed("grafana", { ...STACK, oidc: { ...STACK.oidc!, groupsPrefix: "none:" } })).toBe("hikube:nobody");
});

test("who may only look is a viewer in Grafana, too; admins and owners of its tenant edit", () => {
  const role = (name: string, spec?: MonitoringSpec) =>
    (valuesOf(name, spec)["grafana.ini"] as Record<string, JsonRecord>)["auth.generic_oauth"]?.role_attribute_path;
  expect(role("grafana")).toBe("(contains(groups, 'platform')) && 'Editor' || 'Viewer'");
  expect(role("grafana-1")).toBe("(contains(groups, 'platform') || contains(groups, 'web')) && 'Editor' || 'Viewer'");
  const claim = { ...STACK, oidc: { ...STACK.oidc!, groupsClaim: "realm_access.roles" } };
  expect(role("grafana", claim)).toContain("contains(realm_access.roles, 'platform')");
  expect(role("grafana", { ...STACK, oidc: { ...STACK.oidc!, groupsPrefix: "none:" } })).toBe("'Viewer'");
});

test("secrets are named, never written", () => {
  const text = JSON.stringify(valuesOf("alerts"));
  expect(text).toContain("/etc/alertmanager-secrets/slack/url");
  // Alertmanager has two fields for each: one for the secret itself, one for the file that it is in.
  expect(text).not.toMatch(/"(api_url|url|routing_key|bot_token|auth_password)":(?!"http:)/);
});

test("no rule names a tenant: a new one changes none", () => {
  expect(JSON.stringify(valuesOf("alerts").server)).not.toContain("tenant-acme");
});

test("a closed site names its own charts, images and versions", () => {
  const sources = {
    charts: "oci://registry.example.ch/charts",
    imageRegistry: "registry.example.ch",
    versions: { grafana: "12.11.2" },
  };
  const [metrics] = releases({ ...STACK, sources });
  expect(metrics).toMatchObject({
    repository: sources.charts,
    values: { global: { image: { registry: "registry.example.ch" } } },
  });
  expect(releases({ ...STACK, sources }).find(({ name }) => name === "grafana")).toMatchObject({
    version: "12.11.2",
    values: { global: { imageRegistry: "registry.example.ch" } },
  });
});

describe("Grafana of a sub-tenant", () => {
  const sources = (name: string) =>
    (valuesOf(name).datasources as { "datasources.yaml": { datasources: { uid: string }[] } })[
      "datasources.yaml"
    ].datasources.map(({ uid }) => uid);
  const settings = (name: string) => valuesOf(name)["grafana.ini"] as Record<string, JsonRecord>;

  test("does not know Alertmanager, where its people would read and silence the alerts of others", () => {
    expect(sources("grafana")).toEqual(["metrics", "logs", "alertmanager"]);
    expect(sources("grafana-1")).toEqual(["metrics", "logs"]);
  });

  test("sends no alerts of its own to wherever its pod reaches", () => {
    expect(settings("grafana-1").unified_alerting).toEqual({ enabled: false });
  });
});

test("Grafana may install the plugin for logs, and no other one", () => {
  for (const name of ["grafana", "grafana-1"]) {
    const { plugins, extraEmptyDirMounts, "grafana.ini": settings } = valuesOf(name);
    expect(plugins).toEqual(["victoriametrics-logs-datasource@0.31.0"]);
    // With it, Grafana would install none of the list.
    expect((settings as Record<string, JsonRecord>).plugins).not.toHaveProperty("preinstall_disabled");
    expect((settings as Record<string, JsonRecord>).plugins).toMatchObject({ plugin_admin_enabled: false });
    expect(extraEmptyDirMounts).toEqual([{ name: "tmp", mountPath: "/tmp" }]);
  }
});
