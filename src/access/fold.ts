import type { ClusterGrant, Grant, TenantGrants } from "./grant";
import { rankOf } from "./inherit";
import { subjectId, type Subject } from "./subject";

/** The grants of a tenant as they are shown: people first, then what the code does not say. */
export interface FoldedTenant {
  /** Levels that are given here, the strongest first; of each subject the strongest. */
  readonly own: readonly Grant[];
  /** Levels that come from above, by the tenant that they come from. */
  readonly inherited: ReadonlyMap<string, readonly Grant[]>;
  /** What the code does not say, or what is no level: findings first. */
  readonly others: readonly Grant[];
  /** What the code says and the cluster does not have. */
  readonly missing: readonly Grant[];
}

export function foldTenant({ grants, declared }: TenantGrants): FoldedTenant {
  const missing = grants.filter(({ live }) => live === false);
  const there = grants.filter(({ live }) => live !== false);
  const isPlain = (grant: Grant) =>
    grant.level !== undefined && grant.finding === undefined && (grant.declared !== false || declared === false);
  const plain = strongest(there.filter(isPlain));
  const others = there.filter((grant) => !isPlain(grant));
  const sources = [...new Set(plain.flatMap(({ from }) => from ?? []))];
  return {
    own: plain.filter(({ from }) => from === undefined),
    inherited: new Map(sources.map((source) => [source, plain.filter(({ from }) => from === source)])),
    others: [
      ...others.filter(({ finding }) => finding !== undefined),
      ...others.filter(({ finding }) => finding === undefined),
    ],
    missing,
  };
}

/** A level holds those below it, which are left out. */
function strongest(grants: readonly Grant[]): readonly Grant[] {
  const sorted = [...grants].sort((left, right) => rankOf(right.level) - rankOf(left.level));
  const seen = new Set<string>();
  return sorted.filter(({ subject }) => {
    const id = subjectId(subject);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** Cluster-wide rights as they are shown: what is everywhere alike is counted. */
export interface FoldedWide {
  readonly findings: readonly ClusterGrant[];
  /** Who may do everything. */
  readonly admins: readonly Subject[];
  /** How many grants of Kubernetes' own roles its own components have. */
  readonly system: number;
  /** The rest, by the role. */
  readonly roles: ReadonlyMap<string, readonly ClusterGrant[]>;
}

export function foldWide(grants: readonly ClusterGrant[]): FoldedWide {
  const plain = grants.filter(({ finding }) => finding === undefined);
  const isAdmin = ({ role }: ClusterGrant) => role === "ClusterRole cluster-admin";
  const isSystem = (grant: ClusterGrant) => grant.role.startsWith("ClusterRole system:") && isOfKubernetes(grant);
  const rest = plain.filter((grant) => !isAdmin(grant) && !isSystem(grant));
  const roles = [...new Set(rest.map(({ role }) => role))];
  return {
    findings: grants.filter(({ finding }) => finding !== undefined),
    admins: plain.filter(isAdmin).map(({ subject }) => subject),
    system: plain.filter(isSystem).length,
    roles: new Map(roles.map((role) => [role, rest.filter((grant) => grant.role === role)])),
  };
}

/** Anybody may call a role `system:…`, but only Kubernetes' own subjects are called so. */
function isOfKubernetes({ subject: { kind, name, namespace } }: ClusterGrant): boolean {
  return kind === "ServiceAccount" ? namespace === "kube-system" : name.startsWith("system:");
}
