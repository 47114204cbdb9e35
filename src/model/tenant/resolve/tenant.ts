import type { Issue } from "../../issue";
import type { StringMap } from "../../kubernetes/kube-object";
import type { KnownCluster } from "../../cluster/known-cluster";
import type { AccessLevel } from "../spec/access-levels";
import type { PodSecurityLevel, Profile } from "../spec/profile";
import type { TenantSecurity } from "./security";
import type { ExternalTenantSpec } from "../spec/external-spec";
import type { MonitoringSpec } from "../spec/monitoring-spec";
import type { CostSpec, EgressSpec, ExposeSpec, PeerSpec, SubjectSpec, TenantSpec } from "../spec/spec";

/**
 * A tenant with every default filled in: partial in, complete inside. Values that are not known yet (tokens of a
 * CDKTF app) and values that are wrong pass through unchanged; `validateTenants` finds the wrong ones.
 */
export interface Tenant {
  /** What was given; `INVALID` takes the place of what has a wrong type. */
  readonly spec: TenantSpec;
  /** What is of another form than a spec. */
  readonly formIssues: readonly Issue[];
  readonly name: string;
  /** The identity of the tenant: unique in a cluster. */
  readonly namespace: string;
  /** The path of the tenant in the app, e.g. `production/shop`: the start of every issue's path. */
  readonly path: string;
  readonly parent?: Parent;
  /** Namespaces of all ancestors, the top tenant's first. */
  readonly ancestors: readonly string[];
  readonly cluster: KnownCluster;
  readonly profile: Profile;
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
  /** Whether what is in the namespace already stays as it is. */
  readonly adopt: boolean;
  /** The monitoring stack that it has of its own. @default - none */
  readonly stack?: MonitoringSpec;
  /** Whether it is the place of its parent's monitoring stack. */
  readonly isStack: boolean;
  /** Namespace of the stack that metrics and logs of it go to. @default - they are not collected */
  readonly monitoring?: string;
}

/** The tenant above a sub-tenant. */
export type Parent = Tenant | ExternalParent;

/**
 * A parent that is declared in another stack or repository: what sub-tenants read of a tenant, each fact `undefined` where
 * it is not known. It has no objects here.
 */
export interface ExternalParent {
  /** What was given; `INVALID` takes the place of what has a wrong type. */
  readonly given: ExternalTenantSpec;
  readonly formIssues: readonly Issue[];
  readonly path: string;
  readonly namespace: string;
  readonly parent?: undefined;
  readonly cluster: KnownCluster;
  readonly ancestors?: readonly string[];
  readonly profile?: Profile;
  /** What is available for the sub-tenants declared here. */
  readonly quota?: TenantQuota;
  readonly network?: ParentNetwork;
  readonly access?: TenantAccess;
  readonly podSecurity?: PodSecurityLevel;
  readonly security?: TenantSecurity;
  readonly cost?: CostSpec;
  readonly requireCostLabels?: boolean;
  readonly expiresAt?: string;
  readonly suspended?: boolean;
  readonly monitoring?: string;
}

/** What sub-tenants read of a parent's network. */
export interface ParentNetwork {
  /** Whether its pods reach the internet. @default - not known */
  readonly internet?: boolean;
  readonly egress: readonly EgressSpec[];
  /** What sub-tenants may reach beside what it reaches itself. @default - what its own parent allows */
  readonly allowedEgress?: readonly EgressSpec[];
}

/** Fields of a quota spec by ResourceQuota key. */
export type QuotaFields = Readonly<Record<string, readonly string[]>>;

/** Amounts by ResourceQuota key, e.g. `limits.cpu`. A key that is not there is not bounded. */
export interface TenantQuota {
  /** What the whole subtree may take; children are carved out of it. */
  readonly capacity: StringMap;
  /** What the specs call them: `limits.cpu` is `["cpu"]`, or `["cpu", "limits"]` where it was given by itself. */
  readonly fields: QuotaFields;
  /** Part of the capacity that is set aside for children declared elsewhere. */
  readonly reserved: StringMap;
  /** Limits of the tenant's own namespace alone. */
  readonly counts: StringMap;
  /** How many pods the tenant may have while it is not suspended. */
  readonly podsUnlessSuspended: string | undefined;
  /** Keys of the capacity that cannot be checked, because an amount they come from is invalid. */
  readonly invalid: ReadonlySet<string>;
  /** Resources beside cpu, memory and storage that the tenant was granted any of. */
  readonly granted: readonly string[];
}

/** The values of the LimitRange, by resource name; canonical quantities. */
export interface ContainerDefaults {
  readonly min: StringMap;
  readonly defaultRequest: StringMap;
  readonly default: StringMap;
  readonly max: StringMap;
}

export interface TenantNetwork extends ParentNetwork {
  readonly internet: boolean;
  readonly fromAncestors: boolean;
  readonly expose: readonly ExposeSpec[];
  readonly peers: readonly PeerSpec[];
}

/** An account that is made for a pipeline. */
export interface Deployer {
  /** Name of the ServiceAccount in the platform's namespace. */
  readonly account: string;
  readonly level: AccessLevel;
}

/** Everybody who holds a level here: given on this tenant or on an ancestor. */
export type TenantAccess = Readonly<Record<AccessLevel, readonly SubjectSpec[]>>;

/** A tenant and its sub-tenants: one tree of the forest that a cluster holds. */
export interface TenantNode {
  readonly tenant: Tenant;
  readonly children: readonly TenantNode[];
}

/** A parent that is declared elsewhere, and its sub-tenants here. */
export interface ExternalNode {
  readonly external: ExternalParent;
  readonly children: readonly TenantNode[];
}

/** All trees of a cluster that are declared in one place. */
export type Forest = readonly (TenantNode | ExternalNode)[];

/** Namespaces of tenants that a forest says are declared elsewhere: parents, and what these are below. */
export function outsideOf(node: Forest[number]): readonly string[] {
  return "external" in node ? [node.external.namespace, ...(node.external.ancestors ?? [])] : [];
}

/** All tenants of a forest that are declared here, each before its children. */
export function tenantNodes(forest: Forest): readonly TenantNode[] {
  return forest.flatMap((node) => [...("tenant" in node ? [node] : []), ...tenantNodes(node.children)]);
}
