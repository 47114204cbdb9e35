import { choice, list, number, object, string, type ObjectSchema, type Schema } from "../model/schema/schema";
import { ACCESS_LEVELS } from "../model/tenant/spec/access-levels";
import { FINDING_CODES, type AcceptedFinding, type Finding } from "./findings";
import type { ClusterGrant, Grant, TenantGrants } from "./grant";
import type { AccessReport } from "./report";

/** Who may do what where, as `hikube access -o json` prints it. */
export interface AccessDocument {
  /** Version of this form. */
  readonly formatVersion: 1;
  /** In the order of the tree. */
  readonly tenants: readonly TenantGrants[];
  /** What ClusterRoleBindings open in every namespace. @default - no cluster was asked */
  readonly clusterWide?: readonly ClusterGrant[];
  /** How many grants of ClusterRoleBindings open nothing in a namespace. @default - no cluster was asked */
  readonly elsewhere?: number;
  /** What RoleBindings give in the platform's namespace. @default - no cluster was asked */
  readonly platform?: readonly Grant[];
  /** What somebody must look at. */
  readonly findings: readonly Finding[];
  /** What somebody looked at and accepted. @default - nothing */
  readonly accepted?: readonly AcceptedFinding[];
}

export function accessDocument({ tenants, cluster, findings, accepted }: AccessReport): AccessDocument {
  return { formatVersion: 1, tenants, ...cluster, findings, ...(accepted && { accepted }) };
}

const FLAG: Schema = { type: "boolean" };
const FINDING_CODE = choice(FINDING_CODES);
const LEVEL = choice(ACCESS_LEVELS.map(({ level }) => level));

const SUBJECT: ObjectSchema = object("Subject", ["kind", "name"], {
  kind: string("Group"),
  name: string("oidc:platform"),
  namespace: string("hikube-system"),
});

const CLUSTER_GRANT: ObjectSchema = object("ClusterGrant", ["subject", "role", "allows", "binding"], {
  subject: SUBJECT,
  level: LEVEL,
  role: string("ClusterRole view"),
  allows: string("reads Secrets"),
  binding: string("auditors"),
  finding: FINDING_CODE,
});

const GRANT: ObjectSchema = object("Grant", ["subject", "role", "binding"], {
  ...CLUSTER_GRANT.fields,
  from: string("tenant-production"),
  declared: FLAG,
  live: FLAG,
});

const TENANT: ObjectSchema = object("TenantGrants", ["namespace", "name", "depth", "grants"], {
  namespace: string("tenant-production-shop"),
  name: string("shop"),
  depth: number({ least: 0 }),
  parent: string("tenant-production"),
  declared: FLAG,
  live: FLAG,
  grants: list(GRANT),
  finding: FINDING_CODE,
});

const FINDING: ObjectSchema = object("Finding", ["code", "message"], {
  code: FINDING_CODE,
  tenant: string("tenant-production-shop"),
  message: string("User eve has ClusterRole cluster-admin (everything) by evil: a ClusterRole that no tenant can bind"),
  id: string("access-0123456789abcdef"),
});

const ACCEPTED: ObjectSchema = object("AcceptedFinding", [...FINDING.required, "reason"], {
  ...FINDING.fields,
  reason: string("break-glass account of the people on call"),
});

/** The form of the document, for its JSON Schema. */
export const ACCESS_DOCUMENT: ObjectSchema = object("AccessDocument", ["formatVersion", "tenants", "findings"], {
  formatVersion: { type: "number", only: 1 },
  tenants: list(TENANT),
  clusterWide: list(CLUSTER_GRANT),
  elsewhere: number({ least: 0 }),
  platform: list(GRANT),
  findings: list(FINDING),
  accepted: list(ACCEPTED),
});
