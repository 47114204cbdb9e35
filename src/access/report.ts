import { clusterWideAccess, type ClusterWide } from "./cluster-wide";
import { liveTenants, type Declared } from "./compare";
import { declaredAccess } from "./declared";
import { FINDING_WORDS, type Finding, type FindingCode } from "./findings";
import type { ClusterGrant, Grant, TenantGrants } from "./grant";
import type { LiveAccess } from "./live";
import type { RoleFacts } from "./roles";
import { levelOf, roleTitle, subjectTitle } from "./subject";

/** Who may do what where. */
export interface AccessReport {
  /** In the order of the tree. */
  readonly tenants: readonly TenantGrants[];
  /** What reaches into the tenants from outside of them. @default - no cluster was asked */
  readonly cluster?: ClusterWide;
  readonly findings: readonly Finding[];
}

/** Who may do what, as the code declares it. */
export function declaredReport({ roots }: Declared): AccessReport {
  return { tenants: declaredAccess(roots), findings: [] };
}

/** Who may do what in a cluster, and what of it somebody must look at. */
export function liveReport(live: LiveAccess, declared?: Declared): AccessReport {
  const tenants = liveTenants(live, declared);
  const everyTenant = [...live.namespaces, ...tenants].map(({ namespace }) => namespace);
  const cluster = clusterWideAccess(live, new Set(everyTenant));
  // Without a file it is not known which custom resources the levels hold.
  const changed = declared === undefined ? [] : live.roles.flatMap(changedLevel);
  return withFindings({ tenants, cluster }, changed);
}

/** The report with what its grants say, after what is said beside them. */
export function withFindings(
  { tenants, cluster }: Pick<AccessReport, "tenants" | "cluster">,
  beside: readonly Finding[],
): AccessReport {
  const inTenants = tenants.flatMap(({ namespace, grants }) => grants.flatMap((grant) => findingOf(grant, namespace)));
  const wide = [...(cluster?.clusterWide ?? []), ...(cluster?.platform ?? [])].flatMap((grant) => findingOf(grant));
  const report = { tenants, findings: [...beside, ...wide, ...inTenants] };
  return cluster === undefined ? report : { ...report, cluster };
}

function findingOf(grant: Grant | ClusterGrant, tenant?: string): readonly Finding[] {
  const { finding, subject, role, binding, allows } = grant;
  if (finding === undefined) return [];
  const rights = allows === undefined ? role : `${role} (${allows})`;
  const message = `${subjectTitle(subject)} has ${rights} by ${binding}: ${FINDING_WORDS[finding]}`;
  return [{ code: finding, ...(tenant === undefined ? {} : { tenant }), message }];
}

function changedLevel(role: RoleFacts): readonly Finding[] {
  const code: FindingCode = "level-changed";
  if (levelOf(role) === undefined || role.beyond === undefined) return [];
  return [{ code, message: `${roleTitle(role)} allows ${role.beyond}: ${FINDING_WORDS[code]}` }];
}
