import type { Profile } from "./profile";

/**
 * A tenant as its owner writes it: plain data, all optional parts left out where the profile decides.
 * One form serves the constructs, the tenants file and the Terraform provider.
 */
export interface TenantSpec {
  /** Lower-case letters and digits, starting with a letter, 1–46 characters. */
  readonly name: string;
  /**
   * Name of the namespace, a DNS label of at most 63 characters.
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
  /** @default - the profile's */
  readonly containerDefaults?: ContainerDefaultsSpec;
  readonly network?: NetworkSpec;
  /** @default - nobody but those who hold rights on an ancestor */
  readonly access?: AccessSpec;
  readonly security?: SecuritySpec;
  readonly cost?: CostSpec;
  /** Point in time in RFC 3339, or `"never"`. Required by the sandbox profile. */
  readonly expiresAt?: string;
  /** @default - the profile's */
  readonly protected?: boolean;
}

/** `"32"` bounds requests and limits alike; the long form separates them. */
export type ComputeQuantity = string | { readonly requests: string; readonly limits: string };

/** What the tenant and all its sub-tenants may take together. */
export interface QuotaSpec {
  /** Cores as a Kubernetes quantity, e.g. `"32"` or `"500m"`. */
  readonly cpu?: ComputeQuantity;
  /** Bytes as a Kubernetes quantity, e.g. `"128Gi"`. */
  readonly memory?: ComputeQuantity;
  /** Sum of the requests of all volumes, e.g. `"2Ti"`. */
  readonly storage?: string;
  /** Number of Services of type LoadBalancer. */
  readonly loadBalancers?: number;
  /** Pods in the tenant's own namespace. A count: not carved out of the parent. */
  readonly pods?: number;
}

/** What a container gets that asks for nothing. */
export interface ContainerDefaultsSpec {
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
}

export interface NetworkSpec {
  /** @default - the profile's: denied in production and staging */
  readonly internet?: "allow" | "deny";
  /** Whether pods of ancestors reach this tenant's pods. @default true */
  readonly fromAncestors?: boolean;
  /** Ways into the tenant from outside it. @default - none */
  readonly expose?: readonly ExposeSpec[];
}

/** One way in: from the pods of a namespace (an ingress controller's), or from CIDRs. */
export type ExposeSpec =
  | { readonly fromNamespace: string; readonly ports: readonly PortSpec[] }
  | { readonly fromCidrs: readonly string[]; readonly ports: readonly PortSpec[] };

export interface PortSpec {
  readonly protocol: "TCP" | "UDP" | "SCTP";
  /** 1–65535. */
  readonly port: number;
}

/** Who holds which level; each level contains the ones before it, and rights flow down the tree. */
export interface AccessSpec {
  readonly viewers?: readonly SubjectSpec[];
  readonly users?: readonly SubjectSpec[];
  readonly admins?: readonly SubjectSpec[];
  readonly owners?: readonly SubjectSpec[];
}

export type SubjectSpec =
  | { readonly kind: "Group" | "User"; readonly name: string }
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string };

export interface SecuritySpec {
  /** Pod Security level that is enforced; never laxer than the parent's. @default - the profile's */
  readonly podSecurity?: "baseline" | "restricted";
}

/** Cost labels on every object. Values must be label-safe; free text goes into annotations. */
export interface CostSpec {
  readonly costCenter?: string;
  readonly project?: string;
  readonly owner?: string;
}
