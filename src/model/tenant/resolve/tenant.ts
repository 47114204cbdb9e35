import type { Form } from "../../schema/read";
import type { ClusterFacts } from "../../platform/cluster-facts";
import type { PodSecurityLevel, Profile } from "../spec/profile";
import type { TenantSecurity } from "./security";
import type { CostSpec, EgressSpec, ExposeSpec, PeerSpec, SubjectSpec, TenantSpec } from "../spec/spec";

/**
 * A tenant with every default filled in: partial in, complete inside. Values that are not known yet (tokens of a
 * CDKTF app) and values that are wrong pass through unchanged; `validateTenants` finds the wrong ones.
 */
export interface Tenant {
  /** What was given, without what is of another form than a spec. */
  readonly spec: TenantSpec;
  /** What was left out of it. */
  readonly form: Omit<Form, "value">;
  readonly name: string;
  /** The identity of the tenant: unique in a cluster. */
  readonly namespace: string;
  /** Where the tenant stands in the app, e.g. `production/shop`: the start of every issue's path. */
  readonly path: string;
  readonly parent?: Tenant;
  /** Namespaces of all ancestors, the top tenant's first. */
  readonly ancestors: readonly string[];
  readonly cluster: ClusterFacts;
  readonly profile: Profile;
  /** Labels of every object of the tenant: manager, tenant and cost. */
  readonly labels: StringMap;
  /** Labels of the namespace: those of every object, the place in the tree, profile and Pod Security. */
  readonly namespaceLabels: StringMap;
  /** Annotations of the namespace: protection and expiry. */
  readonly namespaceAnnotations: StringMap;
  readonly quota: TenantQuota;
  readonly container: ContainerDefaults;
  readonly network: TenantNetwork;
  readonly access: TenantAccess;
  /** Accounts that are made with this tenant. */
  readonly deployers: readonly Deployer[];
  readonly podSecurity: PodSecurityLevel;
  readonly security: TenantSecurity;
  readonly cost: CostSpec;
  readonly requireCostLabels: boolean;
  /** Time in RFC 3339, or `"never"`. */
  readonly expiresAt?: string;
  readonly protected: boolean;
  readonly suspended: boolean;
  /** Given where the tenant itself is declared elsewhere, and stands here as a parent only. */
  readonly external?: ExternalFacts;
}

export type StringMap = Readonly<Record<string, string>>;

/** Amounts by ResourceQuota key, e.g. `limits.cpu`. A key that is not there is not bounded. */
export interface TenantQuota {
  /** What the whole subtree may take; children are carved out of it. */
  readonly capacity: StringMap;
  /** Part of the capacity that is set aside for children declared elsewhere. */
  readonly reserved: StringMap;
  /** Limits of the tenant's own namespace alone. */
  readonly counts: StringMap;
}

/** The values of the LimitRange, by resource name; canonical quantities. */
export interface ContainerDefaults {
  readonly min: StringMap;
  readonly defaultRequest: StringMap;
  readonly default: StringMap;
  readonly max: StringMap;
}

export interface TenantNetwork {
  readonly internet: boolean;
  readonly fromAncestors: boolean;
  readonly expose: readonly ExposeSpec[];
  readonly egress: readonly EgressSpec[];
  readonly peers: readonly PeerSpec[];
}

/** The four levels, each containing the ones before it. */
export type AccessLevel = "viewer" | "user" | "admin" | "owner";

/** An account that is made for a pipeline. */
export interface Deployer {
  /** Name of the ServiceAccount in the platform's namespace. */
  readonly account: string;
  readonly level: AccessLevel;
}

/** Everybody who holds a level here: given on this tenant or on an ancestor. */
export type TenantAccess = Readonly<Record<AccessLevel, readonly SubjectSpec[]>>;

/** What may be left unsaid of a tenant that is declared elsewhere. */
export type ExternalFact = "ancestors" | "profile" | "available" | "security" | "access" | "network";

/** Of a tenant that is declared elsewhere: what was not said, so that checks which need it are skipped. */
export interface ExternalFacts {
  readonly unknown: readonly ExternalFact[];
}

/** A tenant and its sub-tenants: one tree of the forest that a cluster holds. */
export interface TenantNode {
  readonly tenant: Tenant;
  readonly children: readonly TenantNode[];
}
