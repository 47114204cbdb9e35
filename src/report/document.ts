import type { StringMap } from "../model/kubernetes/kube-object";
import { choice, list, number, object, string, type ObjectSchema, type Schema } from "../model/schema/schema";
import { PROFILE_NAMES } from "../model/tenant/spec/profile";

/** The figures of a report: what `hikube report -o json` prints. */
export interface ReportDocument {
  /** Version of this form. */
  readonly formatVersion: 1;
  /** When it was made, in RFC 3339. */
  readonly time: string;
  /** The file that declares the tenants. */
  readonly file: string;
  /** Address of the cluster that was asked. @default - none was */
  readonly server?: string;
  readonly versions: ReportVersions;
  /** In the order of the tree. */
  readonly tenants: readonly TenantFigures[];
  readonly costCenters: readonly CostCenterFigures[];
  /** What somebody must look at. */
  readonly findings: readonly ReportFinding[];
  /** What somebody should know of, and that changes no exit code. */
  readonly notes: readonly ReportFinding[];
}

export interface ReportVersions {
  /** Version of this package. */
  readonly hikube: string;
  /** Version of Kubernetes: of the cluster that was asked, else of the facts. */
  readonly kubernetes: string;
}

/** Figures of one tenant; amounts by ResourceQuota key, e.g. `limits.cpu`. */
export interface TenantFigures {
  readonly namespace: string;
  readonly name: string;
  /** 0 for a top tenant. */
  readonly depth: number;
  /** Namespace of its parent. @default - a top tenant */
  readonly parent?: string;
  readonly profile: string;
  /** What the tenant and all below it may take. */
  readonly declared: StringMap;
  /** What is left of it for the tenant's own namespace. */
  readonly rest: StringMap;
  /** What is set aside for sub-tenants that others declare. */
  readonly reserved: StringMap;
  /** What its own namespace uses. @default - no cluster was asked */
  readonly used?: StringMap;
  /** What it uses with all tenants below it. @default - no cluster was asked */
  readonly usedBelow?: StringMap;
  readonly costCenter?: string;
  readonly project?: string;
  readonly owner?: string;
  /** Free text of the cost labels. */
  readonly note?: string;
  /** When it ends, in RFC 3339, or `never`. */
  readonly expiresAt?: string;
  /** Whether its deletion is refused. */
  readonly protected: boolean;
  readonly suspended: boolean;
}

/** What a cost centre has, without what its tenants' sub-tenants of other cost centres have. */
export interface CostCenterFigures {
  /** @default - that of all tenants without one */
  readonly costCenter?: string;
  /** How many tenants it has. */
  readonly tenants: number;
  /** Sum of what is left for the tenants' own namespaces and of what they set aside. */
  readonly declared: StringMap;
  /** Sum of what they use. @default - no cluster was asked */
  readonly used?: StringMap;
}

/** Where a finding comes from. */
export const FINDING_SOURCES = ["check", "access", "connectivity", "lifetime"] as const;

export interface ReportFinding {
  /** The check that found it. */
  readonly source: (typeof FINDING_SOURCES)[number];
  /** Namespace of the tenant, where it is one's. @default - it is no single tenant's */
  readonly tenant?: string;
  /** Its kind, as the check calls it. */
  readonly code: string;
  /** One sentence without a full stop; may hold texts that others chose. */
  readonly message: string;
  /** What it is accepted by. @default - it cannot be */
  readonly id?: string;
}

const AMOUNTS: Schema = { type: "map", of: string("32") };
const FLAG: Schema = { type: "boolean" };

const TENANT: ObjectSchema = object(
  "TenantFigures",
  ["namespace", "name", "depth", "profile", "declared", "rest", "reserved", "protected", "suspended"],
  {
    namespace: string("tenant-production"),
    name: string("production"),
    depth: number({ least: 0 }),
    parent: string("tenant-production"),
    profile: choice(PROFILE_NAMES),
    declared: AMOUNTS,
    rest: AMOUNTS,
    reserved: AMOUNTS,
    used: AMOUNTS,
    usedBelow: AMOUNTS,
    costCenter: string("CC-1042"),
    project: string("shop"),
    owner: string("platform-team"),
    note: string("order 4711"),
    expiresAt: string("2031-05-01T00:00:00Z"),
    protected: FLAG,
    suspended: FLAG,
  },
);

const FINDING: ObjectSchema = object("ReportFinding", ["source", "code", "message"], {
  source: choice(FINDING_SOURCES),
  tenant: string("tenant-production"),
  code: string("undeclared-level"),
  id: string("access-0123456789abcdef"),
  message: string("expired 3 days ago"),
});

/** The form of a report, for its JSON Schema. */
export const REPORT_DOCUMENT: ObjectSchema = object(
  "ReportDocument",
  ["formatVersion", "time", "file", "versions", "tenants", "costCenters", "findings", "notes"],
  {
    formatVersion: { type: "number", only: 1 },
    time: string("2031-05-01T00:00:00Z"),
    file: string("tenants.yaml"),
    server: string("https://10.0.0.1:6443"),
    versions: object("ReportVersions", ["hikube", "kubernetes"], {
      hikube: string("0.1.0"),
      kubernetes: string("v1.35.4"),
    }),
    tenants: list(TENANT),
    costCenters: list(
      object("CostCenterFigures", ["tenants", "declared"], {
        costCenter: string("CC-1042"),
        tenants: number({ least: 0 }),
        declared: AMOUNTS,
        used: AMOUNTS,
      }),
    ),
    findings: list(FINDING),
    notes: list(FINDING),
  },
);
