import type { JsonRecord } from "../../json";
import { AMOUNTS, CLUSTER_REPLICAS } from "../../tenant/resolve/stack-amounts";
import type { Tenant } from "../../tenant/resolve/tenant";
import type { MonitoringSpec } from "../../tenant/spec/monitoring-spec";
import { ACCESS_LEVELS, type AccessLevel } from "../../tenant/spec/access-levels";
import type { SubjectSpec } from "../../tenant/spec/spec";
import { covers, type Subtree } from "../collection/stack-route";
import { GATEWAY_FLAGS } from "../gateway/gateway-args";
import { gatewayConfig } from "../gateway/gateway-config";
import type { GroupGrant, People, Reader } from "../gateway/gateway-spec";
import type { HelmRelease } from "../release";
import { storageUrls } from "./databases";
import { POD, resources, SWITCHED_CONTAINER } from "./hardening";
import {
  grafanaReader,
  READERS,
  READERS_SECRET,
  tokenAnnotations,
  tokenVariable,
  type MonitoringStack,
} from "./monitoring-stack";
import { releaseOf } from "./release-of";

/**
 * The gateway: whoever writes or reads passes it. Its configuration holds no secret, for the values of a release stand in
 * clear in the cluster.
 * @param collected - all tenants whose data is in the stack, the owner among them
 */
export function gatewayRelease(stack: MonitoringStack, collected: readonly Tenant[]): HelmRelease {
  const names = stackReaders(stack).map(({ name }) => name);
  return releaseOf(stack, "gateway", "victoria-metrics-auth", {
    fullnameOverride: "gateway",
    config: gatewayOf(stack, collected),
    env: names.map(tokenEnvironment),
    extraArgs: GATEWAY_FLAGS,
    podAnnotations: tokenAnnotations(stack),
    podSecurityContext: POD,
    replicaCount: stack.spec.scale === "cluster" ? CLUSTER_REPLICAS : 1,
    resources: resources(AMOUNTS.gateway),
    securityContext: SWITCHED_CONTAINER,
  });
}

function gatewayOf(stack: MonitoringStack, collected: readonly Tenant[]): JsonRecord {
  const { place, owner, spec } = stack;
  const { issuer, keys } = place.cluster.facts.serviceAccounts;
  return gatewayConfig({
    stack: place.namespace,
    owner: subtreeOf(owner, collected),
    storage: storageUrls(stack),
    issuer: { issuer, keys },
    clusters: (spec.clusters ?? []).map(({ keys: known, ...cluster }) => ({ ...cluster, keys: known.map(asMap) })),
    readers: stackReaders(stack, collected),
    // Without keys the gateway would ask the issuer, to which it has no way: then Grafana alone knows people.
    people: (spec.oidc?.publicKeys ?? []).length > 0 ? spec.oidc && peopleOf(spec.oidc, collected) : undefined,
  });
}

/** What reads with a token: the stack's own Grafana and alerts all, the Grafana of a sub-tenant its subtree. */
export function stackReaders({ spec }: MonitoringStack, collected: readonly Tenant[] = []): readonly Reader[] {
  const tenants = new Set((spec.grafanas ?? []).map(({ tenant }) => tenant));
  const own = [...tenants].map((tenant): Reader => {
    const name = grafanaReader(tenant);
    return { name, tokenVariable: tokenVariable(name), tenant: namedSubtree(tenant, collected) };
  });
  const whole = Object.values(READERS).map((name) => ({ name, tokenVariable: tokenVariable(name) }));
  return [...whole.map((reader) => ({ ...reader, writes: reader.name === READERS.alerts })), ...own];
}

/** A tenant with those below it, of the tenants that are given. */
export function subtreeOf({ namespace }: Tenant, collected: readonly Tenant[]): Subtree {
  const below = collected.filter(({ ancestors }) => ancestors.includes(namespace));
  const adopted = below.map((tenant) => tenant.namespace).filter((name) => !covers({ tenant: namespace }, name));
  return { tenant: namespace, ...(adopted.length === 0 ? {} : { adopted: adopted.sort() }) };
}

/** The same of a tenant by its namespace; one of another repository is alone with those whose names start with its own. */
export function namedSubtree(namespace: string, collected: readonly Tenant[]): Subtree {
  const known = collected.find((tenant) => tenant.namespace === namespace);
  return known === undefined ? { tenant: namespace } : subtreeOf(known, collected);
}

function peopleOf(oidc: NonNullable<MonitoringSpec["oidc"]>, collected: readonly Tenant[]): People {
  const { issuer, clientId, groupsClaim, publicKeys } = oidc;
  return {
    issuer,
    clientId,
    groupsClaim,
    publicKeys,
    grants: collected.flatMap((one) => grantsOf(one, oidc, collected)),
  };
}

function grantsOf(
  tenant: Tenant,
  oidc: NonNullable<MonitoringSpec["oidc"]>,
  collected: readonly Tenant[],
): readonly GroupGrant[] {
  const subtree = subtreeOf(tenant, collected);
  return groupsOf(tenant, oidc).map((group) => ({ group, tenant: subtree }));
}

/**
 * The groups with a level on a tenant, as tokens of the issuer name them.
 * @param levels - all by default: each level may read
 */
export function groupsOf(
  { access }: Tenant,
  { groupsPrefix = "" }: { readonly groupsPrefix?: string },
  levels: readonly AccessLevel[] = ACCESS_LEVELS.map(({ level }) => level),
): readonly string[] {
  const names = levels
    .flatMap((level) => access[level])
    .filter((subject: SubjectSpec) => subject.kind === "Group" && subject.name.startsWith(groupsPrefix))
    .map(({ name }) => name.slice(groupsPrefix.length));
  return [...new Set(names)].filter((name) => name !== "").sort();
}

function tokenEnvironment(reader: string): JsonRecord {
  return { name: tokenVariable(reader), valueFrom: { secretKeyRef: { name: READERS_SECRET, key: reader } } };
}

function asMap(key: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(key).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
