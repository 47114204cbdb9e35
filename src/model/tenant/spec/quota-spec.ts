/** `"32"` bounds requests and limits alike; the long form separates them. */
export type ComputeQuantity = string | { readonly requests: string; readonly limits: string };

/** Lifts a bound, if the parent's is lifted too. */
export const UNLIMITED = "unlimited";

/** Capacity: what a child takes out of its parent. Each is a Kubernetes quantity, a number, or `"unlimited"`. */
export interface CapacitySpec {
  /** Cores, e.g. `"32"` or `"500m"`. */
  readonly cpu?: ComputeQuantity;
  /** Bytes, e.g. `"128Gi"`. */
  readonly memory?: ComputeQuantity;
  /** Bytes of the nodes' own disks (logs, emptyDir, writable layers). @default - not bounded */
  readonly ephemeralStorage?: ComputeQuantity;
  /** Sum of the requests of all volumes, e.g. `"2Ti"`. */
  readonly storage?: string;
  /**
   * The same for single StorageClasses, by name, within `storage`.
   * @default - not bounded on a top tenant; `0` in a child for each class that its parent bounds
   */
  readonly storageClasses?: Readonly<Record<string, string>>;
  /** Number of Services of type LoadBalancer. @default - the profile's on a top tenant, 0 in a child */
  readonly loadBalancers?: number;
  /**
   * Extended resources and huge pages by name, e.g. `{ "nvidia.com/gpu": 2 }` or `{ "hugepages-2Mi": "1Gi" }`.
   * @default - 0 of the usual GPUs and huge pages; 0 in a child for each that its parent bounds
   */
  readonly extendedResources?: Readonly<Record<string, number | string>>;
}

/** What the tenant and all its sub-tenants may take together. */
export interface QuotaSpec extends CapacitySpec {
  /**
   * Percent of the parent's declared capacity, more than 0 and at most 100, for every amount that is not given here.
   * Rounded down: shares never add up to more than the whole. @default - no share; every amount is given
   */
  readonly share?: number;
  /** Amounts set aside for children that are declared in other repositories. @default - none */
  readonly reserved?: CapacitySpec;
  /** Pods in the tenant's own namespace. A count: not carved out of the parent. @default - the profile's */
  readonly pods?: number;
  /**
   * Other counts of the tenant's own namespace by their ResourceQuota key, e.g. `{ "secrets": 200 }`.
   * @default - a multiple of `pods`, see `docs/tenants.md`
   */
  readonly counts?: Readonly<Record<string, number>>;
}

/** Whether a value is a share: more than nothing of the parent's, and at most all. */
export function isShare(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= 100;
}
