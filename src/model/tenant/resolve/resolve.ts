import type { ClusterFacts } from "../../platform/cluster-facts";
import { resolveAccess, resolveDeployers } from "./access";
import { resolveContainerDefaults } from "./container";
import { deniesInternet, isKnownOf } from "./known-fact";
import { ANNOTATIONS, objectLabels, placeLabels, podSecurityLabels } from "../objects/labels";
import { namespaceOf } from "../../kubernetes/names";
import { isProfile, PROFILES, type Profile, type ProfileDefaults } from "../spec/profile";
import { stricterLevel } from "./pod-security";
import { grantedResources, resolveQuota, sortedMap } from "./quota";
import { replicaAnnotations } from "./replicas";
import { imageLabels, resolveSecurity, securityAnnotations } from "./security";
import { readSpec } from "../spec/read-spec";
import type { CostSpec, NetworkSpec, TenantSpec } from "../spec/spec";
import type { StringMap, Tenant, TenantNetwork } from "./tenant";

/** Where a tenant stands. */
export interface TenantContext {
  /** Path of the tenant in the app, e.g. `production/shop`. */
  readonly path: string;
  /** @default - a top tenant */
  readonly parent?: Tenant;
  readonly cluster: ClusterFacts;
}

/**
 * Fills in everything that a spec leaves out. Never throws: wrong values pass through and are found, all at once,
 * by `validateTenants`; values that are not known yet pass through for good.
 */
export function resolveTenant(given: TenantSpec, context: TenantContext): Tenant {
  const { parent, path, cluster } = context;
  const { spec, form } = readSpec(given);
  const profile = profileOf(spec, parent);
  const defaults = PROFILES[profile];
  const awake = resolveQuota(spec, defaults, { parent, cluster });
  const ancestors = parent === undefined ? [] : [...parent.ancestors, parent.namespace];
  const namespace = namespaceOf(spec, parent?.namespace);
  const podSecurity = spec.security?.podSecurity ?? stricterLevel(defaults.podSecurity, parent?.podSecurity);
  const security = resolveSecurity(
    spec.security,
    defaults,
    isKnownOf(parent, "security") ? parent?.security : undefined,
  );
  const cost = { ...parent?.cost, ...spec.cost };
  const labels = objectLabels(namespace, cost);
  const lifetime = {
    protected: spec.protected ?? defaults.protected,
    expiresAt: spec.expiresAt ?? parent?.expiresAt,
    suspended: spec.suspended ?? parent?.suspended ?? false,
  };
  const deployers = resolveDeployers(spec.access, namespace);
  return {
    ...{ spec, form, name: spec.name, namespace, path, parent, ancestors, cluster, profile },
    labels: sortedMap(Object.entries(labels)),
    namespaceLabels: sortedMap(
      Object.entries({
        ...labels,
        ...placeLabels({ name: spec.name, namespace, ancestors, profile }),
        ...podSecurityLabels(podSecurity, cluster.version),
        ...imageLabels(security),
      }),
    ),
    namespaceAnnotations: {
      ...securityAnnotations(security, cluster),
      ...resourceAnnotations(grantedResources(awake, spec.quota)),
      ...replicaAnnotations(awake.counts.pods),
      ...costAnnotations(cost),
      ...lifetimeAnnotations(lifetime),
    },
    quota: lifetime.suspended ? { ...awake, counts: { ...awake.counts, pods: "0" } } : awake,
    container: resolveContainerDefaults(spec.containerDefaults, defaults, awake.capacity),
    network: resolveNetwork(spec.network, defaults, parent),
    deployers,
    access: resolveAccess(spec.access, deployers, parent?.access),
    requireCostLabels: (parent?.requireCostLabels ?? false) || (spec.requireCostLabels ?? false),
    ...{ podSecurity, security, cost, ...lifetime },
  };
}

/** A wrong or missing profile is a fault; until it is mended the strictest one stands in. */
function profileOf(spec: TenantSpec, parent: Tenant | undefined): Profile {
  const given: unknown = spec.profile ?? parent?.profile;
  return isProfile(given) ? given : "production";
}

function resolveNetwork(
  spec: NetworkSpec | undefined,
  defaults: ProfileDefaults,
  parent: Tenant | undefined,
): TenantNetwork {
  const inherited = deniesInternet(parent) ? "deny" : defaults.internet;
  return {
    internet: (spec?.internet ?? inherited) === "allow",
    fromAncestors: spec?.fromAncestors ?? true,
    expose: spec?.expose ?? [],
    egress: spec?.egress ?? [],
    peers: spec?.peers ?? [],
  };
}

/** A quota counts what it names: the guardrails are told what that is. */
function resourceAnnotations(granted: readonly string[]): StringMap {
  return granted.length === 0 ? {} : { [ANNOTATIONS.extendedResources]: granted.join(",") };
}

function costAnnotations({ note }: CostSpec): StringMap {
  return note === undefined ? {} : { [ANNOTATIONS.costNote]: note };
}

function lifetimeAnnotations(lifetime: Pick<Tenant, "protected" | "expiresAt" | "suspended">): StringMap {
  return {
    ...(lifetime.expiresAt === undefined ? {} : { [ANNOTATIONS.expiresAt]: lifetime.expiresAt }),
    ...(lifetime.protected ? { [ANNOTATIONS.protected]: "true" } : {}),
    ...(lifetime.suspended ? { [ANNOTATIONS.suspended]: "true" } : {}),
  };
}
