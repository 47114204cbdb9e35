import { namespaceOf, stackNamespace } from "../spec/tenant-names";
import type { KnownCluster } from "../../cluster/known-cluster";
import type { ObjectSchema } from "../../schema/schema";
import { isProfile, PROFILES, type Profile, type ProfileDefaults } from "../spec/profile";
import { readSpec } from "../spec/read-spec";
import type { NetworkSpec, TenantSpec } from "../spec/spec";
import { TENANT_SPEC } from "../spec/spec-schema";
import { resolveAccess, resolveDeployers, stackAccess } from "./access";
import { resolveContainerDefaults } from "./container";
import { stricterLevel } from "./pod-security";
import { resolveQuota } from "./quota";
import { resolveSecurity } from "./security";
import type { Parent, Tenant, TenantNetwork } from "./tenant";

/** The place of a tenant. */
export interface TenantContext {
  /** Path of the tenant in the app, e.g. `production/shop`. */
  readonly path: string;
  /** @default - a top tenant */
  readonly parent?: Parent;
  readonly cluster: KnownCluster;
  /** What a tenant is called whose name is of another form. @default "unnamed" */
  readonly unnamed?: string;
  /** Whether it is the place of its parent's monitoring stack. @default false */
  readonly isStack?: boolean;
  /** The form of the spec. @default - that of a tenant without children */
  readonly schema?: ObjectSchema;
}

/**
 * Fills in everything that a spec leaves out. Never throws: wrong values pass through and are found, all at once,
 * by `validateTenants`; values that are not known yet pass through for good.
 */
export function resolveTenant(given: TenantSpec, context: TenantContext): Tenant {
  const { parent, path, cluster, unnamed = "unnamed", schema = TENANT_SPEC, isStack = false } = context;
  const read = readSpec(given, schema, { path: [path], standIn: { name: unnamed } });
  const spec = read.valid;
  const profile = profileOf(spec, parent);
  const defaults = PROFILES[profile];
  const unsuspended = resolveQuota(read, defaults, { parent, cluster: cluster.facts });
  const namespace = namespaceOf(spec, parent?.namespace);
  const suspended = spec.suspended ?? parent?.suspended ?? false;
  const deployers = resolveDeployers(spec.access, namespace);
  return {
    name: spec.name,
    namespace,
    path,
    parent,
    cluster,
    profile,
    deployers,
    suspended,
    spec: read.given,
    formIssues: read.issues,
    ancestors: parent === undefined ? [] : [...(parent.ancestors ?? []), parent.namespace],
    quota: suspended ? { ...unsuspended, counts: { ...unsuspended.counts, pods: "0" } } : unsuspended,
    container: resolveContainerDefaults(spec.containerDefaults, defaults, unsuspended.capacity),
    network: resolveNetwork(spec.network, defaults, parent),
    access: isStack ? stackAccess(parent?.access) : resolveAccess(spec.access, deployers, parent?.access),
    podSecurity: spec.security?.podSecurity ?? stricterLevel(defaults.podSecurity, parent?.podSecurity),
    security: resolveSecurity(spec.security, defaults, parent?.security),
    cost: { ...parent?.cost, ...spec.cost },
    requireCostLabels: (parent?.requireCostLabels ?? false) || (spec.requireCostLabels ?? false),
    protected: spec.protected ?? defaults.protected,
    expiresAt: spec.expiresAt ?? parent?.expiresAt,
    adopt: spec.adopt ?? false,
    stack: spec.monitoring,
    isStack,
    monitoring: spec.monitoring === undefined ? parent?.monitoring : stackNamespace(namespace),
  };
}

/** An invalid or missing profile is a fault; until it is corrected the strictest one is used. */
function profileOf(spec: TenantSpec, parent: Parent | undefined): Profile {
  const given: unknown = spec.profile ?? parent?.profile;
  return isProfile(given) ? given : "production";
}

function resolveNetwork(
  spec: NetworkSpec | undefined,
  defaults: ProfileDefaults,
  parent: Parent | undefined,
): TenantNetwork {
  const inherited = parent?.network?.internet === false ? "deny" : defaults.internet;
  return {
    internet: (spec?.internet ?? inherited) === "allow",
    fromAncestors: spec?.fromAncestors ?? true,
    expose: spec?.expose ?? [],
    egress: spec?.egress ?? [],
    allowedEgress: spec?.allowedEgress,
    peers: spec?.peers ?? [],
  };
}
