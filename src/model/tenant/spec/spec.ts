import type { Profile } from "./profile";
import type { MonitoringSpec } from "./monitoring-spec";
import type { QuotaSpec } from "./quota-spec";
import type { SecuritySpec } from "./security-spec";

/**
 * A tenant as its owner writes it: plain data, all optional parts left out where the profile decides.
 * One form serves the constructs, the tenants file and the Terraform provider.
 */
export interface TenantSpec {
  /** Lower-case letters and digits, starting with a letter, 1–46 characters. */
  readonly name: string;
  /**
   * Name of the namespace, a DNS label of at most 63 characters; given to take over one that exists.
   * @default - `tenant-<name>`, below a parent `<parent namespace>-<name>`
   */
  readonly namespace?: string;
  /**
   * Complete set of defaults. Required on a top tenant.
   * @default - the parent's
   */
  readonly profile?: Profile;
  /** @default - the profile's on a top tenant; a child must give cpu, memory and storage where its parent bounds them */
  readonly quota?: QuotaSpec;
  /** @default - the profile's, cut to the quota where that is smaller */
  readonly containerDefaults?: ContainerDefaultsSpec;
  /** Who may connect to the tenant, and where it may connect to. */
  readonly network?: NetworkSpec;
  /** @default - only subjects with rights on an ancestor */
  readonly access?: AccessSpec;
  /** @default - the parent's, list by list; on a top tenant as each list says */
  readonly security?: SecuritySpec;
  /** @default - the parent's, key by key */
  readonly cost?: CostSpec;
  /**
   * Whether this tenant and every one below it must have cost centre, project and owner. Cannot be taken back below.
   * @default - the parent's, else false
   */
  readonly requireCostLabels?: boolean;
  /**
   * Point in time in RFC 3339, e.g. `2027-03-31T00:00:00Z`, or `"never"`. Required by the sandbox profile. Nothing is
   * deleted by it: `hikube check` and `expire` list expired tenants.
   * @default - the parent's
   */
  readonly expiresAt?: string;
  /**
   * Whether the platform refuses to delete the namespace. To delete, first apply it unprotected.
   * @default - the profile's
   */
  readonly protected?: boolean;
  /**
   * Whether new pods are refused. Running pods stay: `hikube suspend` also scales to zero.
   * @default - the parent's, else false
   */
  readonly suspended?: boolean;
  /**
   * Monitoring stack for the tenant and its sub-tenants, in the reserved sub-tenant `monitoring`.
   * @default - the stack of the nearest ancestor that has one
   */
  readonly monitoring?: MonitoringSpec;
  /**
   * Whether an existing namespace is taken over, with all that is in it. May stay set after the first apply; where there
   * is none, it is created.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Whether the namespace may have a name that is reserved for the cluster's systems (`reservedNamespaces` of the
   * facts) or that is a top-level domain (`com`). `default`, `kube-…` and `hikube-…` are never allowed.
   * @default false
   */
  readonly allowReservedNamespace?: boolean;
}

/** Defaults of a container without resources; each a Kubernetes quantity. */
export interface ContainerDefaultsSpec {
  /** Limits of a container that sets none. @default - those of the profile */
  readonly limits?: ContainerResourcesSpec;
  /** Requests of a container that sets none. @default - those of the profile */
  readonly requests?: ContainerResourcesSpec;
}

export interface ContainerResourcesSpec {
  /** Cores or thousandths of one, e.g. `500m`. @default - that of the profile */
  readonly cpu?: string;
  /** Bytes as a quantity, e.g. `512Mi`. @default - that of the profile */
  readonly memory?: string;
  /** @default - none; where the quota bounds ephemeral storage, limits `2Gi` and requests `100Mi` */
  readonly ephemeralStorage?: string;
}

export interface NetworkSpec {
  /**
   * Never allowed below a parent where it is denied; single destinations are allowed by `egress`.
   * @default - the stricter of the profile's and the parent's: denied in production and staging
   */
  readonly internet?: "allow" | "deny";
  /** Whether pods of ancestors may connect to this tenant's pods. @default true */
  readonly fromAncestors?: boolean;
  /** Traffic into the tenant from outside of tenants. @default - none */
  readonly expose?: readonly ExposeSpec[];
  /**
   * Destinations outside the cluster that the tenant's pods may reach, beside the internet rule. Below a parent they
   * must be within what the parent reaches itself (`egress`, `internet`) or grants (`allowedEgress`).
   * @default - none
   */
  readonly egress?: readonly EgressSpec[];
  /**
   * Destinations outside the cluster that sub-tenants may declare in their `egress`, beside those that this tenant
   * reaches itself. It allows nothing to the tenant's own pods.
   * @default - the parent's grant
   */
  readonly allowedEgress?: readonly EgressSpec[];
  /** Connections to and from other tenants. Each is allowed only if the other side declares it too. @default - none */
  readonly peers?: readonly PeerSpec[];
}

/**
 * One side of a connection between two tenants, in one direction: the client declares `toTenant`, the server
 * `fromTenant`. The value is the namespace of the other side, which declares the counterpart with the same ports.
 */
export type PeerSpec = PeerDetails &
  (
    | {
        /** Namespace of the server. This tenant is the client. */
        readonly toTenant: string;
      }
    | {
        /** Namespace of the client. This tenant is the server. */
        readonly fromTenant: string;
      }
  );

interface PeerDetails {
  /** Ports of the server's pods; at least one. */
  readonly ports: readonly PortSpec[];
  /**
   * Whether the other tenant is declared in another repository, so that its side cannot be checked here. If it is
   * declared here, its side is checked all the same.
   * @default false
   */
  readonly expected?: boolean;
}

/**
 * One ingress rule: from the pods of a namespace (an ingress controller's), from CIDRs outside the cluster, or from the
 * cluster's nodes, where the controller runs on its node's network (`hostNetwork`). Nodes are every process on each of
 * them, and what they forward from outside: `nodeCidrs` and `nodeTunnelCidrs` of the cluster's facts.
 */
export type ExposeSpec =
  | {
      /** Namespace of the pods that may connect, e.g. an ingress controller's. */
      readonly fromNamespace: string;
      /** Ports of the tenant's pods; at least one. */
      readonly ports: readonly PortSpec[];
    }
  | {
      /** Network addresses with a mask that may connect, outside the cluster. */
      readonly fromCidrs: readonly string[];
      readonly ports: readonly PortSpec[];
    }
  | {
      /** That the cluster's nodes may connect. */
      readonly fromNodes: true;
      readonly ports: readonly PortSpec[];
    };

/** One egress rule, e.g. to a database in the company's network. */
export interface EgressSpec {
  /** Network addresses with a mask, IPv4 or IPv6, e.g. `10.20.0.0/16`. Never a part of the cluster's own. */
  readonly toCidrs: readonly string[];
  /** At least one. */
  readonly ports: readonly PortSpec[];
}

export interface PortSpec {
  /** Transport protocol, in capitals as Kubernetes writes it. */
  readonly protocol: "TCP" | "UDP" | "SCTP";
  /** Port of the pod (not of a Service), 1–65535. */
  readonly port: number;
  /** Last port of a range that starts at `port`. @default - that one port */
  readonly endPort?: number;
}

/** Subjects by level; each level contains the ones before it, and rights flow down the tree. */
export interface AccessSpec {
  /** Who reads all but Secrets. @default - those of the parent */
  readonly viewers?: readonly SubjectSpec[];
  /** Who also executes commands in pods, deletes pods and scales workloads. @default - those of the parent */
  readonly users?: readonly SubjectSpec[];
  /** Who also writes workloads, Secrets, NetworkPolicies and the like. @default - those of the parent */
  readonly admins?: readonly SubjectSpec[];
  /** Who also writes Roles and RoleBindings, within what they hold themselves. @default - those of the parent */
  readonly owners?: readonly SubjectSpec[];
  /** Accounts for pipelines, created with the tenant. @default - none */
  readonly deployers?: readonly DeployerSpec[];
}

/**
 * The account of a pipeline: a ServiceAccount `<namespace of the tenant>.<name>` in `hikube-system`, where no pod can
 * use it. It has no lasting secret: each run requests a token for an hour or two.
 */
export interface DeployerSpec {
  /** Lower-case letters, digits and dashes, at most 63 characters; unique in the tenant. */
  readonly name: string;
  /** Level of the account on the tenant and all its sub-tenants. @default "admin" */
  readonly level?: "viewer" | "user" | "admin" | "owner";
}

/** A group or user as the cluster's authentication names it, or a ServiceAccount. */
export type SubjectSpec =
  | {
      /** `Group`, `User` or `ServiceAccount`. */
      readonly kind: "Group" | "User";
      /** Name, as the cluster's authentication gives it. */
      readonly name: string;
    }
  | {
      readonly kind: "ServiceAccount";
      readonly name: string;
      /** Namespace of a ServiceAccount; only there. */
      readonly namespace: string;
    };

/** Cost labels on every object. Values must be label-safe: at most 63 letters, digits, `-`, `_`, `.`. */
export interface CostSpec {
  /** The label `hikube.cloud/cost-center`. @default - that of the parent */
  readonly costCenter?: string;
  /** The label `hikube.cloud/project`. @default - that of the parent */
  readonly project?: string;
  /** The label `hikube.cloud/owner`. @default - that of the parent */
  readonly owner?: string;
  /** Free text for people, e.g. the order it is paid from; at most 1024 characters. An annotation of the namespace. */
  readonly note?: string;
}
