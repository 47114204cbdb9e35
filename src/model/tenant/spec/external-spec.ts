import type { Profile } from "./profile";
import type { CapacitySpec } from "./quota-spec";
import type { SecuritySpec } from "./security-spec";
import type { AccessSpec, NetworkSpec, TenantSpec } from "./spec";

type Inherited = "cost" | "requireCostLabels" | "expiresAt" | "suspended";

/** The facts of a tenant of another stack or repository that its sub-tenants here need. */
export interface ExternalTenantSpec extends Pick<TenantSpec, Inherited> {
  /** Name of its namespace. */
  readonly namespace: string;
  /**
   * Namespaces of its ancestors, the top tenant's first; `[]` for a top tenant.
   * @default - not known: sub-tenants have no labels for them and do not admit their pods
   */
  readonly ancestors?: readonly string[];
  /**
   * What its declaration sets aside (`quota.reserved`) for the sub-tenants declared here. A missing amount is
   * unbounded, except LoadBalancers, GPUs and huge pages, which are then 0.
   * @default - not known: each sub-tenant must give cpu, memory and storage, and their sum is not checked
   */
  readonly available?: CapacitySpec;
  /** @default - not known: each sub-tenant names its own */
  readonly profile?: Profile;
  /**
   * What it may use, after its own defaults: a missing list is that of a new top tenant.
   * @default - not known: sub-tenants start from their profile, and may widen every list
   */
  readonly security?: SecuritySpec;
  /** Namespace of the monitoring stack that collects it. @default - none: sub-tenants are not collected */
  readonly monitoring?: string;
  /** Subjects with rights on it, inherited ones too. @default - not known: its subjects get no rights on sub-tenants */
  readonly access?: AccessSpec;
  /**
   * What its pods reach outside the cluster and what it grants to sub-tenants, after its own defaults.
   * @default - not known: sub-tenants may reach whatever they declare
   */
  readonly network?: Pick<NetworkSpec, "internet" | "egress" | "allowedEgress">;
}
