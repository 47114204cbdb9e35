import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";
import { NO_ROLE, roleFinder } from "./compare";
import type { FindingCode } from "./findings";
import type { ClusterGrant, Grant } from "./grant";
import { grantsOf } from "./inherit";
import { judgeClusterWide } from "./judge";
import type { LiveAccess } from "./live";
import type { Subject } from "./subject";

/** Rights beside those of the tenants' own bindings. */
export interface ClusterWide {
  /** What ClusterRoleBindings open in every namespace. */
  readonly clusterWide: readonly ClusterGrant[];
  /** How many grants of ClusterRoleBindings open nothing in a namespace. */
  readonly elsewhere: number;
  /** What RoleBindings give in the platform's namespace, where the accounts of pipelines are. */
  readonly platform: readonly Grant[];
}

/** What reaches into the tenants from outside of them. */
export function clusterWideAccess(live: LiveAccess, tenants: ReadonlySet<string>): ClusterWide {
  const find = roleFinder(live.roles);
  const all = grantsOf(live.clusterBindings);
  const opening = all.filter(({ role }) => find(role, "")?.opensNamespaces === true);
  const inPlatform = live.bindings.filter(({ metadata }) => metadata.namespace === PLATFORM_NAMESPACE);
  const allowing = <T extends Grant>(grant: T, namespace: string) =>
    withFinding({ ...grant, allows: find(grant.role, namespace)?.allows ?? NO_ROLE }, tenants);
  return {
    clusterWide: opening.map((grant) => allowing(grant, "")),
    elsewhere: all.length - opening.length,
    platform: grantsOf(inPlatform).map((grant) => allowing({ ...grant, live: true }, PLATFORM_NAMESPACE)),
  };
}

function withFinding<T extends { readonly subject: Subject; readonly finding?: FindingCode }>(
  grant: T,
  tenants: ReadonlySet<string>,
): T {
  const finding = judgeClusterWide(grant.subject, tenants);
  return finding === undefined ? grant : { ...grant, finding };
}
