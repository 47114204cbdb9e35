import { DNS_LABEL, DNS_LABEL_LENGTH } from "../../kubernetes/names";
import { BOOLEAN, choice, lines, list, number, object, string } from "../../schema/schema";
import type { ApplicationSource, DashboardGroup } from "./monitoring-spec";

/** The groups of dashboards, in the order of their folders. */
export const DASHBOARD_GROUPS: readonly DashboardGroup[] = [
  "overview",
  "kubernetes",
  "virtual-machines",
  "databases",
  "applications",
  "network",
  "storage",
  "logs",
];

export const APPLICATION_SOURCES: readonly ApplicationSource[] = [
  "haproxy",
  "ingress-nginx",
  "envoy",
  "traefik",
  "opentelemetry",
  "client-libraries",
];

/** Kinds of receivers of alerts. */
export const RECEIVER_KINDS = ["email", "slack", "webhook", "pagerduty", "telegram"] as const;

/** Severities of alerts; `none` is the watchdog's. */
export const SEVERITIES = ["none", "warning", "critical"] as const;

/** The charts of stacks and of their collection, each with its pinned version and the repository of its project. */
export const PINNED_CHARTS = {
  "victoria-metrics-single": { version: "0.45.0", repository: "https://victoriametrics.github.io/helm-charts" },
  "victoria-metrics-cluster": { version: "0.49.0", repository: "https://victoriametrics.github.io/helm-charts" },
  "victoria-metrics-auth": { version: "0.40.0", repository: "https://victoriametrics.github.io/helm-charts" },
  "victoria-metrics-alert": { version: "0.47.0", repository: "https://victoriametrics.github.io/helm-charts" },
  "victoria-logs-single": { version: "0.13.9", repository: "https://victoriametrics.github.io/helm-charts" },
  "victoria-logs-cluster": { version: "0.2.8", repository: "https://victoriametrics.github.io/helm-charts" },
  "kube-state-metrics": { version: "8.4.0", repository: "https://prometheus-community.github.io/helm-charts" },
  "prometheus-node-exporter": { version: "4.56.1", repository: "https://prometheus-community.github.io/helm-charts" },
  grafana: { version: "12.11.1", repository: "https://grafana-community.github.io/helm-charts" },
} as const;

/** Name of a pinned chart. */
export type PinnedChart = keyof typeof PINNED_CHARTS;

const dnsLabel = (example: string) => string(example, { pattern: DNS_LABEL.source, longest: DNS_LABEL_LENGTH });
const host = string("grafana.example.ch");
const url = (example: string) => string(example, { pattern: "^https://" });

const STORAGE = object("StorageSpec", [], {
  retention: string("30d", { pattern: "^[1-9][0-9]*[hdwy]$" }),
  size: string("20Gi"),
});

const SECRET_KEY = object("SecretKeySpec", ["secret", "key"], { secret: string("slack"), key: string("url") });

const RECEIVERS = list(
  object("ReceiverSpec", ["name", "kind"], {
    name: dnsLabel("on-call"),
    kind: choice(RECEIVER_KINDS),
    tenants: list(dnsLabel("tenant-production-shop")),
    severities: list(choice(SEVERITIES)),
    to: string("on-call@example.ch"),
    from: string("alerts@example.ch"),
    smarthost: string("smtp.example.ch:587"),
    username: string("alerts"),
    password: SECRET_KEY,
    channel: string("#alerts"),
    url: SECRET_KEY,
    routingKey: SECRET_KEY,
    chatId: number(),
    token: SECRET_KEY,
  }),
);

const OIDC = object("OidcSpec", ["issuer", "clientId", "clientSecret", "authUrl", "tokenUrl", "apiUrl"], {
  issuer: url("https://login.example.ch/realms/acme"),
  clientId: string("grafana"),
  clientSecret: SECRET_KEY,
  groupsClaim: string("groups"),
  groupsPrefix: string("oidc:"),
  publicKeys: list(lines("-----BEGIN PUBLIC KEY-----…"), 1),
  authUrl: url("https://login.example.ch/realms/acme/protocol/openid-connect/auth"),
  tokenUrl: url("https://login.example.ch/realms/acme/protocol/openid-connect/token"),
  apiUrl: url("https://login.example.ch/realms/acme/protocol/openid-connect/userinfo"),
});

const price = number({ least: 0, fractions: true });

const JSON_WEB_KEY = object("JsonWebKeySpec", ["kty"], {
  kty: choice(["RSA", "EC"]),
  ...{ n: string("xjlCRBqkQRY…"), e: string("AQAB") },
  ...{ crv: choice(["P-256", "P-384", "P-521"]), x: string("f83OJ3D2xF4…"), y: string("x_FEzRu9m36…") },
  ...{ kid: string("1"), use: string("sig"), alg: string("RS256") },
});

/** The fields of a monitoring stack, but for its quota. */
export const MONITORING_FIELDS = {
  host,
  exposure: object("ExposureSpec", ["kind", "fromNamespace"], {
    fromNamespace: dnsLabel("ingress-nginx"),
    kind: choice(["ingress", "gateway"]),
    className: string("nginx"),
    tlsSecret: string("grafana-tls"),
    clusterIssuer: string("letsencrypt"),
    name: string("public"),
    namespace: dnsLabel("gateways"),
    sectionName: string("https"),
  }),
  scale: choice(["single", "cluster"]),
  metrics: STORAGE,
  logs: STORAGE,
  storageClass: string("fast"),
  receivers: RECEIVERS,
  runbooks: url("https://wiki.example.ch/alerts"),
  oidc: OIDC,
  dashboards: object("DashboardsSpec", [], {
    groups: list(choice(DASHBOARD_GROUPS), 1),
    applications: list(choice(APPLICATION_SOURCES), 1),
  }),
  grafanas: list(object("OwnGrafanaSpec", ["tenant", "host"], { tenant: dnsLabel("tenant-production-shop"), host })),
  prices: object("PricesSpec", ["currency"], {
    currency: string("CHF"),
    cpu: price,
    memory: price,
    storage: price,
    loadBalancer: price,
  }),
  nodes: BOOLEAN,
  own: BOOLEAN,
  tokensRevision: number({ least: 1 }),
  clusters: list(
    object("RemoteClusterSpec", ["name", "issuer", "keys"], {
      tenant: dnsLabel("tenant-production-shop"),
      name: dnsLabel("edge"),
      issuer: url("https://kubernetes.edge.example.ch"),
      keys: list(JSON_WEB_KEY, 1),
    }),
  ),
  sources: object("SourcesSpec", [], {
    charts: string("oci://registry.example.ch/charts"),
    imageRegistry: string("registry.example.ch"),
    versions: object(
      "ChartVersions",
      [],
      Object.fromEntries(Object.keys(PINNED_CHARTS).map((chart) => [chart, string("1.2.3")])),
    ),
  }),
};
