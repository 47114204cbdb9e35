import type { ClusterFacts } from "../platform/cluster-facts";
import type { Profile } from "./spec/profile";
import { capacityOf, NOT_GRANTED, sortedMap } from "./resolve/quota";
import { UNLIMITED, type CapacitySpec } from "./spec/quota-spec";
import { resolveTenant } from "./resolve/resolve";
import type { SecuritySpec } from "./spec/security-spec";
import type { AccessSpec, NetworkSpec, TenantSpec } from "./spec/spec";
import type { ExternalFact, StringMap, Tenant } from "./resolve/tenant";

type Inherited = "cost" | "requireCostLabels" | "expiresAt" | "suspended";

/** A tenant of another stack or repository, as far as its sub-tenants here need to know it. */
export interface ExternalTenantSpec extends Pick<TenantSpec, Inherited> {
  /** Name of its namespace. */
  readonly namespace: string;
  /**
   * Namespaces of its ancestors, the top tenant's first; `[]` for a top tenant.
   * @default - not known: sub-tenants carry no mark of them and do not let them in
   */
  readonly ancestors?: readonly string[];
  /**
   * What its declaration sets aside (`quota.reserved`) for the sub-tenants declared here. What is not given is not
   * bounded, except LoadBalancers, GPUs and huge pages, which are then 0.
   * @default - not known: each sub-tenant gives cpu, memory and storage, and nothing adds them up
   */
  readonly available?: CapacitySpec;
  /** @default - not known: each sub-tenant names its own */
  readonly profile?: Profile;
  /**
   * What it may use, as its own declaration ends up with it: a list that is left out is the one of a new top tenant.
   * @default - not known: sub-tenants start from their profile, and may widen every list
   */
  readonly security?: SecuritySpec;
  /** Who holds rights on it, from its ancestors too. @default - not known: nobody gets rights below by it */
  readonly access?: AccessSpec;
  /**
   * What its pods reach outside the cluster and what it grants below it, as its own declaration ends up with it.
   * @default - not known: sub-tenants may reach whatever they declare
   */
  readonly network?: Pick<NetworkSpec, "internet" | "egress" | "allowedEgress">;
}

/** The amounts of what is available, where nobody speaks of LoadBalancers and GPUs unless there are some. */
const NONE_AVAILABLE: CapacitySpec = { ...NOT_GRANTED, loadBalancers: 0 };

/** A parent that is declared elsewhere, in the form that rules and sub-tenants read. It has no objects here. */
export function externalTenant(spec: ExternalTenantSpec, cluster: ClusterFacts): Tenant {
  const { namespace, ancestors = [], available, ...known } = spec;
  const path = namespace;
  const resolved = resolveTenant({ ...known, name: namespace, namespace, quota: available }, { path, cluster });
  return {
    ...resolved,
    ancestors,
    quota: { capacity: capacityAvailable(resolved.spec.quota), reserved: {}, counts: {} },
    // Nothing is laxer, so nothing is refused for the sake of a level that is not known.
    podSecurity: spec.security === undefined ? "privileged" : resolved.podSecurity,
    external: { unknown: unknownOf(spec) },
  };
}

/** Facts, each with what is not checked or not done without it. */
const WITHOUT: Readonly<Record<ExternalFact, string>> = {
  ancestors: "sub-tenants are not marked as theirs and do not let their pods in",
  profile: "every sub-tenant must name its own",
  available: "nothing checks that the quotas of the sub-tenants fit into its own",
  security: "nothing checks that sub-tenants are as strict as it is",
  access: "its people get no rights on the sub-tenants",
  network: "nothing checks that what sub-tenants reach outside the cluster lies within what it grants",
};

/** What is not checked because a fact of a parent elsewhere was not given: one sentence a fact. */
export function externalWarnings({ namespace, external }: Tenant): readonly string[] {
  return (external?.unknown ?? []).map(
    (fact) => `tenant ${namespace}: \`${fact}\` is not given, so ${WITHOUT[fact]}; give it to fromNamespace`,
  );
}

function unknownOf(spec: ExternalTenantSpec): readonly ExternalFact[] {
  const facts: readonly ExternalFact[] = ["ancestors", "profile", "available", "security", "access", "network"];
  return facts.filter((fact) => spec[fact] === undefined);
}

function capacityAvailable(available: CapacitySpec | undefined): StringMap {
  if (available === undefined) return {};
  const given = { ...capacityOf(NONE_AVAILABLE), ...capacityOf(available) };
  return sortedMap(Object.entries(given).filter(([, value]) => value !== UNLIMITED));
}
