import { formatIssue, formatPath, type Path } from "../../../../src/model/issue";
import { faultsOf, KEY, type LooseSpec } from "../../tenants";

const PORTS = [{ protocol: "TCP", port: 443, endPort: 444 }];
const SECRET = { secret: "on-call", key: "url" };
const CIDRS = ["198.51.100.0/24"];

/** A tree in which nearly every field is given, and nothing is wrong. */
const GOOD: LooseSpec = {
  name: "acme",
  profile: "production",
  quota: {
    cpu: { requests: "32", limits: "64" },
    memory: "128Gi",
    ephemeralStorage: "100Gi",
    storage: "2Ti",
    storageClasses: { fast: "1Ti" },
    loadBalancers: 4,
    extendedResources: { "nvidia.com/gpu": 2 },
    reserved: { cpu: "1", memory: "1Gi" },
    pods: 200,
    counts: { secrets: 300, "count/deployments.apps": 90 },
  },
  containerDefaults: {
    requests: { cpu: "50m", memory: "64Mi" },
    limits: { cpu: "500m", memory: "512Mi" },
  },
  network: {
    expose: [
      { fromNamespace: "ingress-nginx", ports: PORTS },
      { fromCidrs: CIDRS, ports: PORTS },
    ],
    internet: "allow",
    egress: [{ toCidrs: CIDRS, ports: PORTS }],
    peers: [{ toTenant: "tenant-acme-web", ports: PORTS, expected: true }],
  },
  access: {
    owners: [{ kind: "Group", name: "platform" }],
    viewers: [
      { kind: "User", name: "jane" },
      { kind: "ServiceAccount", name: "ci", namespace: "hikube-system" },
    ],
    deployers: [{ name: "ci", level: "owner" }],
  },
  security: {
    podSecurity: "baseline",
    hostnames: ["*.example.ch"],
    imageRegistries: ["registry.example.ch/"],
    storageClasses: ["fast"],
  },
  cost: { costCenter: "CC-1", project: "acme", owner: "team", note: "free text" },
  requireCostLabels: true,
  expiresAt: "2099-01-01T00:00:00Z",
  protected: true,
  suspended: false,
  monitoring: {
    host: "grafana.example.ch",
    exposure: { kind: "ingress", fromNamespace: "ingress-nginx", className: "nginx", tlsSecret: "tls" },
    scale: "single",
    metrics: { retention: "30d", size: "20Gi" },
    logs: { retention: "14d", size: "20Gi" },
    storageClass: "fast",
    quota: {
      cpu: { requests: "1", limits: "6" },
      memory: { requests: "4Gi", limits: "8Gi" },
      storage: "60Gi",
      storageClasses: { fast: "60Gi" },
    },
    receivers: [
      { name: "slack", kind: "slack", channel: "#alerts", url: SECRET, severities: ["critical"] },
      { name: "hook", kind: "webhook", url: SECRET, tenants: ["tenant-acme-web"] },
      { name: "pager", kind: "pagerduty", routingKey: SECRET },
      { name: "telegram", kind: "telegram", chatId: -12, token: SECRET },
      {
        ...{ name: "mail", kind: "email", to: "a@example.ch", from: "b@example.ch", smarthost: "smtp.example.ch:587" },
        ...{ username: "a", password: SECRET },
      },
    ],
    runbooks: "https://docs.example.ch/alerts.md",
    oidc: {
      ...{ issuer: "https://id.example.ch", clientId: "grafana", clientSecret: SECRET, groupsPrefix: "oidc:" },
      ...{ authUrl: "https://id.example.ch/a", tokenUrl: "https://id.example.ch/t", apiUrl: "https://id.example.ch/u" },
    },
    dashboards: { groups: ["logs", "applications"], applications: ["envoy"] },
    grafanas: [{ tenant: "tenant-acme-web", host: "web.example.ch" }],
    prices: { currency: "CHF", cpu: 20, memory: 5, storage: 0.1, loadBalancer: 10 },
    nodes: true,
    tokensRevision: 2,
    clusters: [{ name: "edge", issuer: "https://edge.example.ch", tenant: "tenant-acme-web", keys: [KEY] }],
    sources: {
      charts: "https://charts.example.ch",
      imageRegistry: "registry.example.ch",
      versions: { grafana: "1.2.3" },
    },
  },
  children: [
    {
      name: "web",
      quota: {
        ...{ cpu: "8", memory: "16Gi", ephemeralStorage: "10Gi", storage: "100Gi", loadBalancers: 1 },
        ...{ storageClasses: { fast: "50Gi" }, extendedResources: { "nvidia.com/gpu": 1 } },
      },
      network: { peers: [{ fromTenant: "tenant-acme", ports: PORTS }], egress: [{ toCidrs: CIDRS, ports: PORTS }] },
      security: { hostnames: ["web.example.ch"] },
      containerDefaults: { requests: { cpu: "50m" } },
      expiresAt: "2098-01-01T00:00:00Z",
    },
    {
      name: "shop",
      quota: { share: 10 },
      monitoring: {
        host: "shop.example.ch",
        exposure: { kind: "gateway", fromNamespace: "gw", name: "gw", namespace: "gw", sectionName: "https" },
        own: true,
        quota: { cpu: "3", memory: "5Gi", storage: "60Gi" },
      },
    },
  ],
};

/** Every value within plain data, with its path. */
function valuesIn(value: unknown, path: Path = []): readonly { readonly path: Path; readonly value: unknown }[] {
  const below =
    typeof value !== "object" || value === null
      ? []
      : Object.entries(value).flatMap(([key, one]) =>
          valuesIn(one, [...path, Array.isArray(value) ? Number(key) : key]),
        );
  return path.length === 0 || path.at(-1) === "children" ? below : [{ path, value }, ...below];
}

function replaced(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string | number, unknown>)[step] = replaced(
    (value as Record<string | number, unknown>)[step],
    rest,
    by,
  );
  return copy;
}

const WRONG = [null, 7.5, -1, true, "", "no such thing", "-1", "${x}", [], [null], {}, { a: 1 }];

test("nothing is wrong in the tree that is tried", () => {
  expect(faultsOf(GOOD).map(formatIssue)).toEqual([]);
});

/** The path of an issue at a place of the tree: that of the tenant, and its fields. */
function asIssue(path: Path): Path {
  if (path[0] !== "children") return ["acme", ...path];
  return [`acme/${String((GOOD.children ?? [])[Number(path[1])]?.name)}`, ...path.slice(2)];
}

const isSame = (one: Path, other: Path) => formatPath(one) === formatPath(other);

/** Whether an issue is within a place, or around it. */
function isAbout(issue: Path, place: Path): boolean {
  const length = Math.min(issue.length, place.length);
  return isSame(issue.slice(0, length), place.slice(0, length));
}

const PLACES = valuesIn(GOOD).filter(({ path }) => !(path[0] === "children" && path.length === 2));

test.each(PLACES.map(({ path }) => [path.join("."), path] as const))(
  "a wrong %s stops no rule, and is told once",
  (_name, path) => {
    for (const wrong of WRONG) {
      const faults = faultsOf(replaced(GOOD, path, wrong) as LooseSpec);
      for (const fault of faults) expect(formatIssue(fault)).not.toMatch(/Symbol|undefined|NaN/);
      const place = asIssue(path);
      // A wrong name is nobody's peer, and the prefix of those below; each tenant needs its labels of cost.
      const isForAll = faults.some(({ code }) => code === "missing-cost-labels");
      if (path.at(-1) === "name" || isForAll || !faults.some((fault) => isSame(fault.path, place))) continue;
      expect(faults.filter((fault) => !isAbout(fault.path, place)).map(formatIssue)).toEqual([]);
    }
  },
);
