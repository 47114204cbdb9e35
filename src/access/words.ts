import type { AcceptedFinding, Finding } from "./findings";
import type { ClusterGrant, Grant, TenantGrants } from "./grant";
import { subjectTitle, type Subject } from "./subject";

/** A grant that is no plain level of the code, in words. May hold names that others chose. */
export function grantWords({ subject, level, role, allows, binding }: Grant | ClusterGrant): string {
  const rights = allows === undefined ? "" : `, ${allows}`;
  return `${subjectTitle(subject)}: ${level ?? role}${rights} (by ${binding})`;
}

/** What is declared and missing. */
export function missingWords({ subject, level, role }: Grant): string {
  return `${level ?? role} ${subjectTitle(subject)}`;
}

type FoundWords = Pick<Finding, "tenant" | "message" | "id">;

export function findingWords({ tenant, message, id }: FoundWords): string {
  return `${tenant === undefined ? "" : `${tenant}: `}${message}${id === undefined ? "" : ` (${id})`}`;
}

export function acceptedWords({ reason, ...finding }: FoundWords & Pick<AcceptedFinding, "reason">): string {
  return `${findingWords(finding)}, accepted: ${reason}`;
}

/** Subjects by their levels: `owner Group a, Group b; viewer Group c`. */
export function levelsWords(grants: readonly Grant[]): string {
  const levels = [...new Set(grants.map(({ level }) => level))];
  return levels
    .map((level) => {
      const holders = grants.filter((grant) => grant.level === level).map(({ subject }) => subjectTitle(subject));
      return `${level ?? ""} ${holders.join(", ")}`;
    })
    .join("; ");
}

/** Subjects that are named. */
const MOST_NAMED = 8;

export function subjectsWords(subjects: readonly Subject[]): string {
  const titles = [...new Set(subjects.map(subjectTitle))].sort();
  const more = titles.length - MOST_NAMED;
  return [...titles.slice(0, MOST_NAMED), ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
}

/** Tenants that are on one side only. */
export function absentTenants(tenants: readonly TenantGrants[]): readonly string[] {
  return tenants.filter(({ live }) => live === false).map(({ namespace }) => namespace);
}

export function undeclaredTenants(tenants: readonly TenantGrants[]): readonly string[] {
  return tenants.filter(({ declared }) => declared === false).map(({ namespace }) => namespace);
}
