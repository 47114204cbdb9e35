import type { ClusterWide } from "./cluster-wide";
import type { TenantGrants } from "./grant";
import { withFindings, type AccessReport } from "./report";
import { subjectId, type Subject } from "./subject";

/** What of a report is wanted. */
export interface Choice {
  /** Names or namespaces of tenants; those below them are shown too. @default - all */
  readonly tenants?: readonly string[];
  /** @default - everybody */
  readonly subjects?: readonly Subject[];
}

/** A part of a report; what is left out counts nowhere in it. */
export function choose(report: AccessReport, { tenants: names, subjects }: Choice): AccessReport {
  const tenants = names === undefined ? report.tenants : subtrees(report.tenants, names);
  const beside = report.findings.filter(({ code }) => code === "level-changed");
  const { cluster } = report;
  if (subjects === undefined) return withFindings({ tenants, ...(cluster && { cluster }) }, beside);
  const wanted = new Set(subjects.flatMap(alsoMeant).map(subjectId));
  const isWanted = ({ subject }: { readonly subject: Subject }) => wanted.has(subjectId(subject));
  return withFindings(
    {
      tenants: tenants.map((tenant) => ofWanted(tenant, tenant.grants.filter(isWanted))),
      ...(cluster && { cluster: wideOf(cluster, isWanted) }),
    },
    beside,
  );
}

function ofWanted({ finding, ...tenant }: TenantGrants, grants: TenantGrants["grants"]): TenantGrants {
  return { ...tenant, grants, ...(finding === undefined || grants.length === 0 ? {} : { finding }) };
}

/** Names that are no tenant of a report. */
export function unknownTenants({ tenants }: AccessReport, names: readonly string[]): readonly string[] {
  return names.filter((name) => !tenants.some((tenant) => isCalled(tenant, name)));
}

function subtrees(tenants: readonly TenantGrants[], names: readonly string[]): readonly TenantGrants[] {
  const chosen = new Set<string>();
  // A parent comes before its children.
  for (const tenant of tenants)
    if (names.some((name) => isCalled(tenant, name)) || chosen.has(tenant.parent ?? "")) chosen.add(tenant.namespace);
  return tenants.filter(({ namespace }) => chosen.has(namespace));
}

function isCalled({ namespace, name }: TenantGrants, called: string): boolean {
  return namespace === called || name === called;
}

function wideOf(cluster: ClusterWide, isWanted: (grant: { readonly subject: Subject }) => boolean): ClusterWide {
  const { clusterWide, platform, elsewhere } = cluster;
  return { clusterWide: clusterWide.filter(isWanted), platform: platform.filter(isWanted), elsewhere };
}

/**
 * A subject with the groups that Kubernetes puts it into. The groups of a user are not known here.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
function alsoMeant(subject: Subject): readonly Subject[] {
  const { kind, name, namespace = "" } = subject;
  const groups = (...names: readonly string[]) => names.map((group) => ({ kind: "Group", name: group }));
  if (kind === "User") return [subject, ...groups("system:authenticated")];
  if (kind !== "ServiceAccount") return [subject];
  return [
    subject,
    { kind: "User", name: `system:serviceaccount:${namespace}:${name}` },
    ...groups("system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"),
  ];
}
