import { PLATFORM_NAMESPACE } from "../model/tenant/spec/tenant-names";
import { NO_ROLE, roleFinder } from "./compare";
import type { ClusterGrant, Grant } from "./grant";
import { grantsOf } from "./inherit";
import { judgeClusterWide, judgeInPlatform, type Beside } from "./judge";
import type { LiveAccess } from "./live";

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
export function clusterWideAccess(live: LiveAccess, beside: Beside): ClusterWide {
  const find = roleFinder(live.roles);
  const all = grantsOf(live.clusterBindings);
  const opening = all.filter(({ role }) => find(role, "")?.opensNamespaces === true);
  const inPlatform = live.bindings.filter(({ metadata }) => metadata.namespace === PLATFORM_NAMESPACE);
  const judgedIn = (namespace: string, judge: typeof judgeClusterWide) => (grant: Grant) => {
    const role = find(grant.role, namespace);
    const finding = judge(grant, role, beside);
    return { ...grant, allows: role?.allows ?? NO_ROLE, ...(finding === undefined ? {} : { finding }) };
  };
  return {
    clusterWide: opening.map(judgedIn("", judgeClusterWide)),
    elsewhere: all.length - opening.length,
    platform: grantsOf(inPlatform)
      .map((grant) => ({ ...grant, live: true }))
      .map(judgedIn(PLATFORM_NAMESPACE, judgeInPlatform)),
  };
}
