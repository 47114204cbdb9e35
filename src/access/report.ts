import { rbacSubject } from "../model/tenant/objects/objects";
import { clusterWideAccess, type ClusterWide } from "./cluster-wide";
import { liveTenants, type Declared } from "./compare";
import { declaredAccess } from "./declared";
import { FINDING_WORDS, type AcceptedFinding, type Finding, type FindingCode } from "./findings";
import type { ClusterGrant, Grant, TenantGrants } from "./grant";
import type { LiveAccess } from "./live";
import type { RoleFacts } from "./roles";
import { accountId } from "./judge";
import { levelOf, roleTitle, subjectOf, subjectTitle } from "./subject";
import { levelsWords } from "./words";

/** Who may do what where. */
export interface AccessReport {
  /** In the order of the tree. */
  readonly tenants: readonly TenantGrants[];
  /** What reaches into the tenants from outside of them. @default - no cluster was asked */
  readonly cluster?: ClusterWide;
  readonly findings: readonly Finding[];
  /** Findings that somebody accepted. @default - none */
  readonly accepted?: readonly AcceptedFinding[];
}

/** Who may do what, as the code declares it. */
export function declaredReport({ roots }: Declared): AccessReport {
  return { tenants: declaredAccess(roots), findings: [] };
}

/** Who may do what in a cluster, and what of it somebody must look at. */
export function liveReport(live: LiveAccess, declared?: Declared): AccessReport {
  const tenants = liveTenants(live, declared);
  const everyTenant = [...live.namespaces, ...tenants].map(({ namespace }) => namespace);
  const levels = tenants.flatMap(({ grants }) => grants.filter(({ level }) => level !== undefined));
  const named = declared?.cluster.controllers?.map((controller) => subjectOf(rbacSubject(controller))) ?? [];
  const cluster = clusterWideAccess(live, {
    tenants: new Set(everyTenant),
    holders: new Set(levels.map(({ subject }) => accountId(subject))),
    ...(declared === undefined ? {} : { controllers: new Set(named.map(accountId)) }),
  });
  // Without a file it is not known which custom resources the levels hold.
  const changed = declared === undefined ? [] : live.roles.flatMap(changedLevel);
  return withFindings({ tenants, cluster }, changed);
}

/** The report with what its grants say, after what is said beside them. */
export function withFindings(
  { tenants, cluster }: Pick<AccessReport, "tenants" | "cluster">,
  beside: readonly Finding[],
): AccessReport {
  const inTenants = tenants.flatMap((tenant) => [
    ...findingOfTenant(tenant),
    ...tenant.grants.flatMap((grant) => findingOf(grant, tenant.namespace)),
  ]);
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

function findingOfTenant({ finding, namespace, grants }: TenantGrants): readonly Finding[] {
  if (finding === undefined) return [];
  const held = levelsWords(grants.filter(({ level }) => level !== undefined));
  const message = `${FINDING_WORDS[finding]}, where ${held === "" ? "nobody holds a level" : `there is ${held}`}`;
  return [{ code: finding, tenant: namespace, message }];
}

function changedLevel(role: RoleFacts): readonly Finding[] {
  const code: FindingCode = "level-changed";
  if (levelOf(role) === undefined || role.beyond === undefined) return [];
  return [{ code, message: `${roleTitle(role)} allows ${role.beyond}: ${FINDING_WORDS[code]}` }];
}
