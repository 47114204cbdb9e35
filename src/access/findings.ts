/** Why somebody must look at a grant; docs/access.md says what each one means. */
export const FINDING_CODES = [
  "undeclared-level",
  "undeclared-cluster-role",
  "beyond-owner",
  "stranger-bound",
  "everybody-in",
  "tenant-cluster-wide",
  "holder-cluster-wide",
  "service-role",
  "takes-accounts",
  "level-changed",
  "undeclared-tenant",
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** Each finding in words. */
export const FINDING_WORDS: Readonly<Record<FindingCode, string>> = {
  "undeclared-level": "a level that the code does not give",
  "undeclared-cluster-role": "a ClusterRole that no tenant can bind",
  "beyond-owner": "more than an owner of the tenant holds",
  "stranger-bound": "somebody whom an owner of the tenant cannot bind",
  "everybody-in": "everybody gets it, in every tenant",
  "tenant-cluster-wide": "an account of a tenant gets it in every tenant",
  "holder-cluster-wide": "somebody with a level in a tenant gets it in every tenant",
  "service-role": "a role of the platform's own services, for somebody who is none that the code names",
  "takes-accounts": "whoever has it becomes a pipeline of tenants or of the platform",
  "undeclared-tenant": "the file does not name this tenant",
  "level-changed": "the role of a level allows more than the level",
};

/** What somebody must look at. */
export interface Finding {
  readonly code: FindingCode;
  /** Namespace of the tenant. @default - it holds in all of them */
  readonly tenant?: string;
  /** One sentence without a full stop; may hold names that others chose. */
  readonly message: string;
  /** What it is accepted by. @default - it cannot be */
  readonly id?: string;
}

/** A finding that somebody looked at, and that changes no exit code. */
export interface AcceptedFinding extends Finding {
  /** Why it may be so. */
  readonly reason: string;
}
