import type { JsonRecord } from "../../json";
import { STACK_PORTS } from "../../tenant/objects/stack-policies";
import { AMOUNTS, GRAFANA_VOLUME } from "../../tenant/resolve/stack-amounts";
import type { Tenant } from "../../tenant/resolve/tenant";
import type { OidcSpec } from "../../tenant/spec/monitoring-spec";
import type { HelmRelease } from "../release";
import type { AccessLevel } from "../../tenant/spec/access-levels";
import { groupsOf } from "./gateway-release";
import { CONTAINER, resources, volume } from "./hardening";
import {
  ADMIN_SECRET,
  grafanaReader,
  READERS,
  READERS_SECRET,
  tokenAnnotations,
  type MonitoringStack,
} from "./monitoring-stack";
import { releaseOf } from "./release-of";

/** A ConfigMap with one dashboard. */
export interface DashboardMap {
  readonly configMap: string;
  readonly uid: string;
  readonly folder: string;
}

/** One Grafana: whose data it shows, and to whom. */
interface GrafanaOf {
  readonly release: string;
  readonly host: string;
  /** Its token's key in the Secret of readers. */
  readonly reader: string;
  /** Whose groups may sign in. */
  readonly tenant: Tenant | undefined;
  /** Whether it shows the whole stack, and not one sub-tenant. */
  readonly isWhole: boolean;
}

/** The Grafana of the stack, and those of sub-tenants, each with a token for its subtree alone. */
export function grafanaReleases(
  stack: MonitoringStack,
  collected: readonly Tenant[],
  boards: readonly DashboardMap[],
): readonly HelmRelease[] {
  const { owner, spec } = stack;
  const all: readonly GrafanaOf[] = [
    { release: "grafana", host: spec.host, reader: READERS.grafana, tenant: owner, isWhole: true },
    ...(spec.grafanas ?? []).map(({ tenant, host }, index) => ({
      ...{ release: `grafana-${index + 1}`, host, reader: grafanaReader(tenant) },
      tenant: collected.find(({ namespace }) => namespace === tenant),
      isWhole: false,
    })),
  ];
  return all.map((one) => releaseOf(stack, one.release, "grafana", values(one, stack, boards)));
}

function values(grafana: GrafanaOf, stack: MonitoringStack, boards: readonly DashboardMap[]): JsonRecord {
  const { oidc, storageClass } = stack.spec;
  return {
    rbac: { create: false, namespaced: true },
    automountServiceAccountToken: false,
    serviceAccount: { create: true, automountServiceAccountToken: false },
    ...{ testFramework: { enabled: false }, initChownData: { enabled: false }, enableServiceLinks: false },
    admin: { existingSecret: ADMIN_SECRET, userKey: "user", passwordKey: "password" },
    persistence: volume(GRAFANA_VOLUME, storageClass),
    podAnnotations: tokenAnnotations(stack),
    // The volume is of one pod at a time.
    deploymentStrategy: { type: "Recreate" },
    securityContext: { runAsNonRoot: true, runAsUser: 472, runAsGroup: 472, fsGroup: 472 },
    containerSecurityContext: { ...CONTAINER, seccompProfile: { type: "RuntimeDefault" } },
    resources: resources(AMOUNTS.grafana),
    plugins: ["victoriametrics-logs-datasource@0.31.0"],
    // Where an archive of a plugin is unpacked from: the root of the container is read-only.
    extraEmptyDirMounts: [{ name: "tmp", mountPath: "/tmp" }],
    envValueFrom: environment(grafana.reader, oidc),
    datasources: {
      "datasources.yaml": {
        apiVersion: 1,
        datasources: grafana.isWhole ? [...DATASOURCES, ALERTMANAGER] : DATASOURCES,
      },
    },
    dashboardProviders: { "dashboardproviders.yaml": { apiVersion: 1, providers: boards.map(provider) } },
    dashboardsConfigMaps: Object.fromEntries(boards.map(({ uid, configMap }) => [uid, configMap])),
    "grafana.ini": settings(grafana, oidc),
  };
}

function environment(reader: string, oidc: OidcSpec | undefined): JsonRecord {
  const secret = (name: string, key: string) => ({ secretKeyRef: { name, key } });
  return {
    READ_TOKEN: secret(READERS_SECRET, reader),
    ...(oidc === undefined ? {} : { OIDC_CLIENT_SECRET: secret(oidc.clientSecret.secret, oidc.clientSecret.key) }),
  };
}

const GATEWAY = `http://gateway:${STACK_PORTS.gateway}`;
const AS_READER = {
  access: "proxy",
  url: GATEWAY,
  editable: false,
  // Grafana reads the token from its environment: these files are a ConfigMap.
  secureJsonData: { httpHeaderValue1: "Bearer $READ_TOKEN" },
};
const HEADER = { httpHeaderName1: "Authorization" };

const DATASOURCES: readonly JsonRecord[] = [
  {
    ...AS_READER,
    ...{ name: "Metrics", uid: "metrics", type: "prometheus", isDefault: true },
    jsonData: { ...HEADER, httpMethod: "POST", prometheusType: "Prometheus" },
  },
  { ...AS_READER, name: "Logs", uid: "logs", type: "victoriametrics-logs-datasource", jsonData: HEADER },
];

/** It knows no tenants: whoever asks it reads the alerts of all, and silences them. */
const ALERTMANAGER: JsonRecord = {
  ...{ name: "Alertmanager", uid: "alertmanager", type: "alertmanager", access: "proxy", editable: false },
  url: `http://alertmanager:${STACK_PORTS.alertmanager}`,
  jsonData: { implementation: "prometheus" },
};

/** One provider a board: each is a ConfigMap, and those of a group share a folder. */
function provider({ uid, folder }: DashboardMap): JsonRecord {
  return {
    ...{ name: uid, orgId: 1, folder, type: "file", disableDeletion: true, editable: false },
    options: { path: `/var/lib/grafana/dashboards/${uid}` },
  };
}

/** Plugins that Grafana fetches by itself at each start, and that no dashboard of ours needs. */
const UNASKED = ["lokiexplore", "pyroscope", "exploretraces", "metricsdrilldown", "advisor"];

/**
 * Of plugins the pinned one alone is fetched. `preinstall_disabled` would leave out that one too.
 * @see https://github.com/grafana/grafana/blob/main/pkg/setting/setting_plugins.go
 */
const PLUGIN_SETTINGS: JsonRecord = {
  disable_plugins: UNASKED.map((name) => `grafana-${name}-app`).join(","),
  plugin_admin_enabled: false,
  preinstall_auto_update: false,
};

/** @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
function settings({ host, tenant, isWhole }: GrafanaOf, oidc: OidcSpec | undefined): JsonRecord {
  return {
    server: { domain: host, root_url: `https://${host}/` },
    analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false },
    plugins: PLUGIN_SETTINGS,
    users: { allow_sign_up: false },
    "auth.anonymous": { enabled: false },
    security: { disable_gravatar: true, cookie_secure: true, content_security_policy: true },
    // Rules and contact points of Grafana's own would send requests to wherever its pod reaches.
    ...(isWhole ? {} : { unified_alerting: { enabled: false } }),
    ...(oidc === undefined ? {} : { "auth.generic_oauth": signIn(oidc, tenant) }),
  };
}

/** A name that means nothing in Grafana's settings, where `$` names variables and files, nor in its list of groups. */
export const PLAIN_GROUP = /^[-a-zA-Z0-9_.:@/]{1,200}$/;

function signIn(oidc: OidcSpec, tenant: Tenant | undefined): JsonRecord {
  const { clientId, authUrl, tokenUrl, apiUrl, groupsClaim = "groups" } = oidc;
  const plain = (levels?: readonly AccessLevel[]) =>
    tenant === undefined ? [] : groupsOf(tenant, oidc, levels).filter((group) => PLAIN_GROUP.test(group));
  const [groups, editors] = [plain(), plain(EDITING)];
  return {
    ...{ enabled: true, name: "OpenID Connect", client_id: clientId, client_secret: "$__env{OIDC_CLIENT_SECRET}" },
    ...{ scopes: "openid profile email groups", use_pkce: true, allow_sign_up: true },
    ...{ auth_url: authUrl, token_url: tokenUrl, api_url: apiUrl },
    // Without a group nobody may sign in; an empty list would let everybody of the issuer in.
    allowed_groups: groups.length === 0 ? "hikube:nobody" : groups.join(","),
    groups_attribute_path: groupsClaim,
    role_attribute_path: roleOf(groupsClaim, editors),
  };
}

/** Who may make contact points, which send requests from Grafana's pod, and silence alerts: not who may only look. */
const EDITING: readonly AccessLevel[] = ["admin", "owner"];

/**
 * An expression over the token's claims; names of groups have no quotes.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/#configure-role-mapping
 */
function roleOf(claim: string, editors: readonly string[]): string {
  if (editors.length === 0) return "'Viewer'";
  const isEditor = editors.map((group) => `contains(${claim}, '${group}')`).join(" || ");
  return `(${isEditor}) && 'Editor' || 'Viewer'`;
}
