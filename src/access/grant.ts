import type { AccessLevel } from "../model/tenant/spec/access-levels";
import type { FindingCode } from "./findings";
import type { Subject } from "./subject";

/** What one binding gives one subject in the namespace of a tenant. */
export interface Grant {
  readonly subject: Subject;
  /** The level that is given. @default - other rights, by `allows` */
  readonly level?: AccessLevel;
  /** The role that is bound, e.g. `ClusterRole hikube:admin`. */
  readonly role: string;
  /** What the role allows, in a few words. @default - that of its level */
  readonly allows?: string;
  /** Name of the RoleBinding. */
  readonly binding: string;
  /** Namespace of the tenant above that it is inherited from. @default - it is given here */
  readonly from?: string;
  /** Whether the code declares it. @default - nothing was declared to compare with */
  readonly declared?: boolean;
  /** Whether the cluster has it. @default - no cluster was asked */
  readonly live?: boolean;
  /** Why somebody must look at it. @default - nobody has to */
  readonly finding?: FindingCode;
}

/** Who may do what in one tenant. */
export interface TenantGrants {
  /** Its namespace. */
  readonly namespace: string;
  readonly name: string;
  /** 0 for a tenant whose parent is not among those that are shown. */
  readonly depth: number;
  /** Namespace of its parent. @default - a top tenant */
  readonly parent?: string;
  /** Whether the code declares the tenant. @default - nothing was declared to compare with */
  readonly declared?: boolean;
  /** Whether the cluster has its namespace. @default - no cluster was asked */
  readonly live?: boolean;
  readonly grants: readonly Grant[];
  /** Why somebody must look at the tenant itself. @default - nobody has to */
  readonly finding?: FindingCode;
}

/** What one ClusterRoleBinding gives one subject in every namespace. */
export interface ClusterGrant {
  readonly subject: Subject;
  /** The level that is given, in every namespace. @default - other rights, by `allows` */
  readonly level?: AccessLevel;
  /** The role that is bound, e.g. `ClusterRole cluster-admin`. */
  readonly role: string;
  /** What the role allows, in a few words. */
  readonly allows: string;
  /** Name of the ClusterRoleBinding. */
  readonly binding: string;
  /** Why somebody must look at it. @default - nobody has to */
  readonly finding?: FindingCode;
}
