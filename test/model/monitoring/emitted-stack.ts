import { resolveForest, type TenantTree } from "../../../src/model/tenant/document";
import { tenantNodes } from "../../../src/model/tenant/resolve/tenant";
import type { JsonRecord } from "../../../src/model/json";
import type { HelmRelease } from "../../../src/model/monitoring/release";
import { monitoringStack } from "../../../src/model/monitoring/stack/monitoring-stack";
import { stackReleases } from "../../../src/model/monitoring/stack/stack-releases";
import type { MonitoringSpec } from "../../../src/model/tenant/spec/monitoring-spec";
import { CLUSTER, SMALL } from "../tenants";

/** A stack with a receiver of every kind, people and a sub-tenant's own Grafana. */
export const STACK: MonitoringSpec = {
  host: "grafana.example.ch",
  exposure: { kind: "ingress", fromNamespace: "ingress-nginx" },
  storageClass: "fast",
  receivers: [
    {
      name: "mail",
      kind: "email",
      to: "a@b.ch",
      from: "c@d.ch",
      smarthost: "smtp.b.ch:587",
      username: "a",
      password: { secret: "mail", key: "password" },
    },
    {
      name: "chat",
      kind: "slack",
      channel: "#alerts",
      url: { secret: "slack", key: "url" },
      tenants: ["tenant-acme-web"],
      severities: ["critical"],
    },
    { name: "hook", kind: "webhook", url: { secret: "hook", key: "url" } },
    { name: "duty", kind: "pagerduty", routingKey: { secret: "duty", key: "key" } },
    { name: "gram", kind: "telegram", chatId: 5, token: { secret: "gram", key: "token" } },
  ],
  oidc: {
    issuer: "https://login.example.ch",
    clientId: "grafana",
    clientSecret: { secret: "oidc", key: "secret" },
    groupsPrefix: "oidc:",
    authUrl: "https://login.example.ch/auth",
    tokenUrl: "https://login.example.ch/token",
    apiUrl: "https://login.example.ch/userinfo",
  },
  grafanas: [{ tenant: "tenant-acme-web", host: "web.example.ch" }],
};

/**
 * The releases of the stack of `tenant-acme` with the sub-tenant `tenant-acme-web` and two namespaces that were there
 * before: `legacy` below the company, `legacy-web` below the sub-tenant.
 */
export function releases(monitoring: MonitoringSpec = STACK): readonly HelmRelease[] {
  const company: TenantTree = {
    name: "acme",
    profile: "production",
    access: { owners: [{ kind: "Group", name: "oidc:platform" }], viewers: [{ kind: "User", name: "oidc:jo" }] },
    monitoring,
    children: [
      {
        name: "web",
        quota: SMALL,
        access: {
          admins: [
            { kind: "Group", name: "oidc:web" },
            { kind: "Group", name: "other:web" },
          ],
        },
        children: [{ name: "deep", namespace: "legacy-web", quota: SMALL }],
      },
      { name: "old", namespace: "legacy", quota: SMALL },
    ],
  };
  const nodes = tenantNodes(resolveForest([company], CLUSTER)).map(({ tenant }) => tenant);
  const place = nodes.find(({ isStack }) => isStack);
  const stack = place && monitoringStack(place);
  if (stack === undefined) throw new Error("no stack");
  const collected = nodes.filter(({ monitoring: namespace }) => namespace === stack.place.namespace);
  return stackReleases(stack, collected, [
    { uid: "hikube-overview", folder: "Overview", configMap: "dashboard-overview" },
  ]);
}

/** Values of one of them. */
export function valuesOf(name: string, spec?: MonitoringSpec): JsonRecord {
  const found = releases(spec).find((release) => release.name === name);
  if (found === undefined) throw new Error(`no release ${name}`);
  return found.values;
}
