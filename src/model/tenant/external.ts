import type { KnownCluster } from "../cluster/known-cluster";
import { holdsInvalid } from "../schema/invalid";
import type { Warning } from "../warning";
import { resolveAccess } from "./resolve/access";
import type { ReserveRecord } from "./objects/reserve";
import { capacityOf, EVERYBODYS_FIELDS, fieldsOf, NOT_GRANTED, sortedMap } from "./resolve/quota";
import { resolveSecurity } from "./resolve/security";
import type { ExternalParent, ParentNetwork, TenantQuota } from "./resolve/tenant";
import type { ExternalTenantSpec } from "./spec/external-spec";
import { isProfile, PROFILES } from "./spec/profile";
import { UNLIMITED, type CapacitySpec } from "./spec/quota-spec";
import { readSpec } from "./spec/read-spec";
import { EXTERNAL_SPEC } from "./spec/spec-schema";

/** LoadBalancers and GPUs are available only if they are given. */
const NONE_AVAILABLE: CapacitySpec = { ...NOT_GRANTED, loadBalancers: 0 };

/** Sub-tenants take of the capacity alone. */
const NOTHING_ELSE = { reserved: {}, counts: {}, granted: [], podsUnlessSuspended: undefined } as const;

/** A parent that is declared elsewhere, for rules and sub-tenants: missing facts are unknown. */
export function externalParent(spec: ExternalTenantSpec, cluster: KnownCluster): ExternalParent {
  // Plain JavaScript may have given anything.
  const { namespace: name }: { readonly namespace: unknown } = spec;
  const path = String(name);
  const { given, valid, issues } = readSpec(spec, EXTERNAL_SPEC, { path: [path], standIn: { namespace: path } });
  const defaults = isProfile(valid.profile) ? PROFILES[valid.profile] : undefined;
  const { namespace, ancestors, profile, available, network, security, access } = valid;
  return {
    ...{ given, formIssues: issues, path, namespace, cluster, ancestors, profile },
    quota: available && quotaAvailable(available, holdsInvalid(given.available)),
    network: network && { egress: [], ...network, internet: internetOf(network.internet, defaults?.internet) },
    access: access && resolveAccess(access, [], undefined),
    podSecurity: security && (security.podSecurity ?? (defaults ?? PROFILES.production).podSecurity),
    security: security && resolveSecurity(security, defaults ?? PROFILES.production, undefined),
    cost: valid.cost,
    requireCostLabels: valid.requireCostLabels,
    expiresAt: valid.expiresAt,
    suspended: valid.suspended,
    monitoring: valid.monitoring,
  };
}

/** A parent of a live cluster, as its namespace describes it: available is what it sets aside. */
export function reservingParent({ amounts, parent }: ReserveRecord, cluster: KnownCluster): ExternalParent {
  const quota = { ...NOTHING_ELSE, capacity: amounts, fields: EVERYBODYS_FIELDS, invalid: new Set<string>() };
  return { ...externalParent(parent, cluster), quota };
}

/** The parent's own rule, else its profile's. */
function internetOf(
  own: "allow" | "deny" | undefined,
  profiles: "allow" | "deny" | undefined,
): ParentNetwork["internet"] {
  const rule = own ?? profiles;
  return rule === undefined ? undefined : rule === "allow";
}

function quotaAvailable(available: CapacitySpec, isInvalid: boolean): TenantQuota {
  const all = { ...capacityOf(NONE_AVAILABLE), ...capacityOf(available) };
  const capacity = sortedMap(Object.entries(all).filter(([, value]) => value !== UNLIMITED));
  return {
    capacity,
    fields: { ...fieldsOf(NONE_AVAILABLE), ...fieldsOf(available) },
    ...NOTHING_ELSE,
    invalid: new Set(isInvalid ? Object.keys(capacity) : []),
  };
}

/** Facts, each with what follows where it is not given. */
const WITHOUT: Readonly<Record<ExternalFact, string>> = {
  ancestors: "sub-tenants have no labels for them and do not admit their pods",
  profile: "every sub-tenant must name its own",
  available: "it is not checked whether the quotas of sub-tenants fit into its own",
  security: "it is not checked whether sub-tenants are as strict as it is",
  access: "its subjects get no rights on the sub-tenants",
  network: "it is not checked whether it grants what sub-tenants reach outside the cluster",
};

type ExternalFact = "ancestors" | "profile" | "available" | "security" | "access" | "network";
const FACTS: readonly ExternalFact[] = ["ancestors", "profile", "available", "security", "access", "network"];

/** Checks that are skipped because a fact of an external parent is missing: one warning per fact. */
export function externalWarnings({ namespace, given }: ExternalParent): readonly Warning[] {
  return FACTS.filter((fact) => given[fact] === undefined).map((fact) => ({
    code: "unknown-parent-fact",
    message: `tenant ${namespace}: \`${fact}\` is not given, so ${WITHOUT[fact]}; give it to fromTenantAttributes`,
  }));
}
