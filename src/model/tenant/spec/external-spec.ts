import type { Profile } from "./profile";
import type { CapacitySpec } from "./quota-spec";
import type { SecuritySpec } from "./security-spec";
import type { AccessSpec, NetworkSpec, TenantSpec } from "./spec";

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
