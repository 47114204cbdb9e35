import { issueUnless, oneOf, show, type Issue, type Path } from "../../issue";
import { isPartial } from "../../cluster/partial-facts";
import { isPublicKey } from "../../kubernetes/public-key";
import { isDnsLabel, isDnsSubdomain } from "../../kubernetes/names";
import { APPLICATION_SOURCES, DASHBOARD_GROUPS } from "../spec/monitoring-schema";
import type { DashboardsSpec, MonitoringSpec, OidcSpec, RemoteClusterSpec } from "../spec/monitoring-spec";
import { gatewayHost } from "../resolve/stack";
import type { Tenant } from "../resolve/tenant";
import { imageRegistry, isAllowed, storageClass } from "./monitoring-allowed";
import { monitoringFormats } from "./monitoring-formats";
import { choiceRule, fieldsOfKind } from "./kind-rules";
import { capacityRules } from "./quota-rules";
import { receiverRules, secretRules } from "./receiver-rules";
import { storageRules } from "./storage-rules";
import { stackShare } from "./stack-share";
import { eachKnown, isJudged, notEmpty, notKnownAtSynth, type RuleContext } from "./rule";

/** The monitoring stack of a tenant: everything that decides which objects it consists of. */
export function monitoringRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { monitoring: spec } = tenant.spec;
  if (spec === undefined || !isJudged(spec, context)) return [];
  const path = [tenant.path, "monitoring"];
  if (!context.isKnown(spec)) return [{ path, ...notKnownAtSynth("a stack that is written down") }];
  return [
    ...nestedStack(tenant, spec, path, context),
    ...knownWriters(tenant, path),
    ...hostRules(tenant, spec.host, [...path, "host"], context),
    ...storageRules([...path, "metrics"], spec.metrics, context),
    ...storageRules([...path, "logs"], spec.logs, context),
    ...storageClass(tenant, spec, path, context),
    ...exposureRules(tenant, spec, path, context),
    ...receiverRules([...path, "receivers"], spec.receivers, context, (at, namespace) =>
      receivedTenant(tenant, spec, { path: at, namespace }, context),
    ),
    ...dashboardRules([...path, "dashboards"], spec.dashboards, context),
    ...grafanaRules(tenant, spec, path, context),
    ...clustersRules(tenant, spec, [...path, "clusters"], context),
    ...(spec.quota === undefined ? [] : capacityRules([...path, "quota"], spec.quota, context)),
    ...stackShare(tenant, [...path, "quota"]),
    ...monitoringFormats(spec, path, context),
    ...imageRegistry(tenant, spec, [...path, "sources", "imageRegistry"], context),
    ...oidcRules([...path, "oidc"], spec.oidc, context),
    ...choiceRule([...path, "scale"], spec.scale, ["single", "cluster"], context),
  ];
}

/** Two stacks would hold the same data; whoever wants that says so. */
function nestedStack(
  { parent }: Tenant,
  { own }: MonitoringSpec,
  path: Path,
  { isKnown }: RuleContext,
): readonly Issue[] {
  const collecting = parent?.monitoring;
  return issueUnless(collecting === undefined || own === true || !isKnown(own), path, () => ({
    code: "nested-monitoring",
    message: `the stack ${show(collecting)} of an ancestor collects this tenant already`,
    received: "a stack of its own",
    expected: "no stack, or `own: true`",
    hint: "remove it: the ancestor's Grafana shows this tenant too; `grafanas` there gives it a Grafana of its own. With `own: true` its data goes to its own stack alone",
  }));
}

/** The gateway tells the platform's collectors by their ServiceAccount tokens, which the cluster's keys verify. */
function knownWriters({ cluster: { facts } }: Tenant, path: Path): readonly Issue[] {
  const isRight = isPartial(facts) || facts.serviceAccounts.keys.some(isPublicKey);
  return issueUnless(isRight, path, () => ({
    code: "invalid-fact",
    message: "the facts of the cluster have no public key that verifies ServiceAccount tokens",
    received: `${facts.serviceAccounts.keys.length} keys in serviceAccounts.keys`,
    expected: "at least one JSON Web Key of kind RSA or EC",
    hint: "write cluster.json again with `hikube cluster inspect`",
  }));
}

/** A sub-tenant serves only hosts that it is given, so that none takes another's. */
function hostRules(tenant: Tenant, host: unknown, path: Path, { isKnown }: RuleContext): readonly Issue[] {
  if (!isKnown(host)) return [];
  const isName = isDnsSubdomain(host) && host.includes(".");
  if (!isName) {
    return [
      {
        path,
        code: "invalid-hostname",
        message: "invalid host name",
        received: show(host),
        expected: `a DNS name such as "grafana.example.ch", without a scheme, port or path`,
        hint: "give the name that people open in the browser, in lower case",
      },
    ];
  }
  const isOwn = tenant.parent === undefined || isAllowed(tenant, "hostnames", host);
  return issueUnless(isOwn, path, () => ({
    code: "hostname-not-allowed",
    message: "the sub-tenant may not serve this host",
    received: show(host),
    expected: "a host that its `security.hostnames` allows",
    hint: `add it to ${tenant.path}.security.hostnames, within those of its parent`,
  }));
}

const EXPOSURES: Readonly<
  Record<string, { readonly needed: readonly string[]; readonly optional: readonly string[] }>
> = {
  ingress: { needed: ["fromNamespace"], optional: ["className", "tlsSecret", "clusterIssuer"] },
  gateway: { needed: ["fromNamespace", "name", "namespace"], optional: ["sectionName"] },
};

/** The reader tells where it is missing. */
function exposureRules(
  tenant: Tenant,
  { exposure }: Partial<MonitoringSpec>,
  path: Path,
  context: RuleContext,
): readonly Issue[] {
  if (exposure === undefined || !context.isKnown(exposure)) return [];
  const at = [...path, "exposure"];
  const form = Object.hasOwn(EXPOSURES, exposure.kind) ? EXPOSURES[exposure.kind] : undefined;
  if (form === undefined) return choiceRule([...at, "kind"], exposure.kind, Object.keys(EXPOSURES), context);
  const names = {
    fromNamespace: exposure.fromNamespace,
    ...(exposure.kind === "gateway" ? { namespace: exposure.namespace } : {}),
  };
  return [
    ...fieldsOfKind(at, { ...exposure }, form, exposure.kind),
    ...Object.entries(names).flatMap(([field, name]) => namespaceRule([...at, field], name, context)),
    ...foreignTenant([...at, "fromNamespace"], tenant, exposure.fromNamespace, context),
  ];
}

/** Its pods would reach Grafana past the controller that requests come through. */
function foreignTenant(path: Path, tenant: Tenant, name: unknown, { isKnown, namespaces }: RuleContext) {
  const own = [tenant.namespace, ...tenant.ancestors];
  const isForeign = typeof name === "string" && isKnown(name) && namespaces.has(name) && !own.includes(name);
  return issueUnless(!isForeign, path, () => ({
    code: "expose-to-tenant",
    message: "this namespace is a tenant's",
    received: show(name),
    expected: "the namespace of what forwards requests: an ingress controller or a Gateway",
    hint: "a sub-tenant gets a Grafana of its own by `grafanas`",
  }));
}

function namespaceRule(path: Path, name: unknown, { isKnown }: RuleContext): readonly Issue[] {
  return issueUnless(name === undefined || !isKnown(name) || isDnsLabel(name), path, () => ({
    code: "invalid-namespace",
    message: "invalid namespace",
    received: show(name),
    expected: "lower-case letters, digits and dashes, at most 63 characters",
    hint: "give a name that `kubectl get namespaces` shows",
  }));
}

function dashboardRules(path: Path, spec: DashboardsSpec | undefined, context: RuleContext): readonly Issue[] {
  if (spec === undefined || !context.isKnown(spec)) return [];
  const { groups, applications } = spec;
  const isSourceless = applications?.length === 0 && (groups === undefined || groups.includes("applications"));
  return [
    ...eachKnown(groups, context, (group, index) =>
      choiceRule([...path, "groups", index], group, DASHBOARD_GROUPS, context),
    ),
    ...notEmpty([...path, "groups"], groups, NO_BOARDS, context),
    ...(["groups", "applications"] as const).flatMap((field) => eachOnce([...path, field], spec[field], context)),
    ...eachKnown(applications, context, (source, index) =>
      choiceRule([...path, "applications", index], source, APPLICATION_SOURCES, context),
    ),
    ...issueUnless(!isSourceless, [...path, "applications"], () => ({
      code: "dashboards-without-source",
      message: "the group of dashboards for applications has no source",
      received: "an empty list",
      expected: oneOf(APPLICATION_SOURCES),
      hint: "name what measures the requests, or leave the group out of `groups`",
    })),
  ];
}

function eachOnce(path: Path, list: readonly string[] | undefined, context: RuleContext): readonly Issue[] {
  const seen = new Set<string>();
  return eachKnown(list, context, (entry, index) => {
    const isTaken = seen.has(entry);
    seen.add(entry);
    return issueUnless(!isTaken, [...path, index], () => ({
      code: "duplicate-name",
      message: "an entry that is in the list already",
      received: show(entry),
      expected: "each entry once",
      hint: "remove it",
    }));
  });
}

const NO_BOARDS = {
  message: "a stack without dashboards",
  hint: "leave the field out, or name the groups that are wanted",
};

/** Where clusters elsewhere send to. A host that is none is told by its own rule. */
function gatewayHosts({ host, clusters = [] }: MonitoringSpec): readonly string[] {
  return clusters.length > 0 && typeof host === "string" ? [gatewayHost(host)] : [];
}

function grafanaRules(tenant: Tenant, spec: MonitoringSpec, path: Path, context: RuleContext): readonly Issue[] {
  const hosts = new Set<unknown>([spec.host, ...gatewayHosts(spec)]);
  const tenants = new Set<unknown>();
  return eachKnown(spec.grafanas, context, (grafana, index) => {
    const at = [...path, "grafanas", index];
    const isTaken = context.isKnown(grafana.host) && hosts.has(grafana.host);
    hosts.add(grafana.host);
    const isSecond = context.isKnown(grafana.tenant) && tenants.has(grafana.tenant);
    tenants.add(grafana.tenant);
    return [
      ...hostRules(tenant, grafana.host, [...at, "host"], context),
      ...issueUnless(!isTaken, [...at, "host"], () => ({
        code: "duplicate-name",
        message: "two parts of the stack under one host",
        received: show(grafana.host),
        expected: "a host of its own",
        hint: "give each Grafana another host",
      })),
      ...issueUnless(!isSecond, [...at, "tenant"], () => ({
        code: "duplicate-name",
        message: "two Grafanas of one sub-tenant",
        received: show(grafana.tenant),
        expected: "one Grafana for each sub-tenant",
        hint: "remove one of the two",
      })),
      ...subTenant(tenant, grafana.tenant, [...at, "tenant"], context),
    ];
  });
}

/** A sub-tenant that a part of the stack is for. */
function subTenant(tenant: Tenant, namespace: string, path: Path, context: RuleContext): readonly Issue[] {
  const isBelow = !context.isKnown(namespace) || isCollected(tenant, namespace, context);
  return issueUnless(isBelow, path, () => ({
    code: "unknown-tenant",
    message: "not a sub-tenant whose data is in this stack",
    received: show(namespace),
    expected: `the namespace of a sub-tenant of ${show(tenant.namespace)} without a stack of its own`,
    hint: "give the name that `hikube tree` shows",
  }));
}

/** An alert of a namespace whose data is elsewhere never comes. With the nodes come the cluster's own namespaces. */
function receivedTenant(
  tenant: Tenant,
  { nodes }: MonitoringSpec,
  { path, namespace }: { readonly path: Path; readonly namespace: string },
  context: RuleContext,
): readonly Issue[] {
  if (namespace === tenant.namespace) return [];
  const isOfCluster = nodes !== undefined && nodes && isDnsLabel(namespace) && !context.tenants.has(namespace);
  return isOfCluster ? [] : subTenant(tenant, namespace, path, context);
}

/** A sub-tenant of another repository is named by its place in the tree. */
function isCollected(tenant: Tenant, namespace: string, { tenants }: RuleContext): boolean {
  const known = tenants.get(namespace);
  if (known !== undefined)
    return known.monitoring === tenant.monitoring && !known.isStack && known.ancestors.includes(tenant.namespace);
  return isDnsLabel(namespace) && namespace.startsWith(`${tenant.namespace}-`);
}

function oidcRules(path: Path, oidc: OidcSpec | undefined, context: RuleContext): readonly Issue[] {
  if (oidc === undefined || !context.isKnown(oidc)) return [];
  const { clientSecret, publicKeys } = oidc;
  return [
    ...(context.isKnown(clientSecret) ? secretRules([...path, "clientSecret"], clientSecret, context) : []),
    ...notEmpty([...path, "publicKeys"], publicKeys, NO_KEYS, context),
  ];
}

const NO_KEYS = { message: "no key would verify any token", hint: "leave the field out, or give the issuer's keys" };

function clustersRules(tenant: Tenant, spec: MonitoringSpec, path: Path, context: RuleContext): readonly Issue[] {
  const names = new Set<string>();
  return eachKnown(spec.clusters, context, (cluster, index) => {
    const isTaken = context.isKnown(cluster.name) && names.has(cluster.name);
    names.add(cluster.name);
    return [
      ...clusterRules(tenant, cluster, [...path, index], context),
      ...issueUnless(!isTaken, [...path, index, "name"], () => ({
        code: "duplicate-name",
        message: "two clusters with one name",
        received: show(cluster.name),
        expected: "a name that no other entry has",
        hint: "rename one of them",
      })),
    ];
  });
}

function clusterRules(tenant: Tenant, cluster: RemoteClusterSpec, path: Path, context: RuleContext): readonly Issue[] {
  const { isKnown } = context;
  const { name, keys, tenant: owner } = cluster;
  const hasKeys = !isKnown(keys) || keys.length > 0;
  return [
    ...issueUnless(!isKnown(name) || isDnsLabel(name), [...path, "name"], () => ({
      code: "invalid-label-value",
      message: "invalid name of a cluster",
      received: show(name),
      expected: "lower-case letters, digits and dashes, at most 63",
      hint: "give a short name: it becomes the label `cluster` of what is sent",
    })),
    ...(owner === undefined ? [] : subTenant(tenant, owner, [...path, "tenant"], context)),
    ...issueUnless(hasKeys, [...path, "keys"], () => ({
      code: "missing-field",
      message: "a cluster elsewhere without keys: nobody could tell its tokens from forged ones",
      received: "an empty list",
      expected: "at least one JSON Web Key",
      hint: "take them from `serviceAccounts.keys` of that cluster's cluster.json",
    })),
    ...eachKnown(keys, context, (key, index) =>
      issueUnless(!Object.values(key).every(isKnown) || isPublicKey({ ...key }), [...path, "keys", index], () => ({
        code: "invalid-fact",
        message: "not a public key that ServiceAccount tokens are verified with",
        received: `a key of kind ${show(key.kty)}`,
        expected: "a JSON Web Key: RSA with n and e, or EC with crv, x and y",
        hint: "take it from `serviceAccounts.keys` of that cluster's cluster.json",
      })),
    ),
  ];
}
