import { declaredReport } from "../../access/report";
import { costCenters, tenantFigures } from "../../report/figures";
import type { ReportFinding } from "../../report/document";
import type { Report } from "../../report/render-html";
import { formatIssue } from "../../model/issue";
import type { ExpiredTenant } from "../../model/tenant/lifetime";
import { checkReport, type CheckReport } from "../check-report";
import { tenantMatrix } from "../matrix/tenant-snapshot";
import type { ReadTenants, Tenants } from "../tenants-source";
import { counted, endOf } from "../text";
import { packageVersion } from "../version";
import type { Seen } from "./live";

/** What there is to see without a cluster. */
export function seenInCode(tenants: Tenants): Seen {
  return { access: declaredReport(tenants), matrix: tenantMatrix(tenants), findings: [], notes: [] };
}

/** The report of tenants that could be read. */
export function makeReport(read: ReadTenants & { readonly tenants: Tenants }, seen: Seen, now: Date): Report {
  const { file, tenants } = read;
  const figures = tenantFigures(tenants.roots, seen.usage);
  const check = checkReport(read, now);
  return {
    document: {
      ...{ formatVersion: 1, time: now.toISOString().replace(/\.\d+Z$/, "Z"), file },
      ...(seen.server === undefined ? {} : { server: seen.server }),
      versions: { hikube: packageVersion(), kubernetes: seen.version ?? tenants.cluster.version },
      tenants: figures,
      costCenters: costCenters(figures),
      findings: [...faults(check), ...ends(check, now), ...seen.findings],
      notes: [...remarks(check, now), ...seen.notes],
    },
    access: seen.access,
    matrix: seen.matrix,
  };
}

function faults({ issues }: CheckReport): readonly ReportFinding[] {
  return issues.map((issue) => ({ source: "check", code: issue.code, message: formatIssue(issue) }));
}

/** Tenants that run on past their time. */
function ends({ expired }: CheckReport, now: Date): readonly ReportFinding[] {
  const running = expired.filter(({ suspended }) => !suspended);
  return endings(running, now).map((end) => lifetime("expired", `expired, and not suspended: ${end}`));
}

function remarks({ expired, expiring, unchecked, warnings }: CheckReport, now: Date): readonly ReportFinding[] {
  const suspended = expired.filter((tenant) => tenant.suspended);
  return [
    ...endings(suspended, now).map((end) => lifetime("expired", `expired, and suspended: ${end}`)),
    ...endings(expiring, now).map((end) => lifetime("expires-soon", `expires soon: ${end}`)),
    ...unchecked.map(({ code, message }) => ({ source: "check" as const, code, message: `not checked: ${message}` })),
    ...warnings.map(({ code, message }) => ({ source: "check" as const, code, message })),
  ];
}

/** Sub-tenants end with their parent, which stands for them. */
function endings(tenants: readonly ExpiredTenant[], now: Date): readonly string[] {
  const isBelow = (tenant: ExpiredTenant, other: ExpiredTenant) =>
    tenant.path.startsWith(`${other.path}/`) && tenant.expiresAt === other.expiresAt;
  const heads = tenants.filter((tenant) => !tenants.some((other) => isBelow(tenant, other)));
  return heads.map((head) => {
    const below = tenants.filter((tenant) => isBelow(tenant, head)).length;
    return `${endOf(head, now)}${below === 0 ? "" : `, with ${counted(below, "tenant")} below it`}`;
  });
}

function lifetime(code: string, message: string): ReportFinding {
  return { source: "lifetime", code, message };
}
