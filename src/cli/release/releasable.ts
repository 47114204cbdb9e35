import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { ProjectError, UsageError } from "../command";
import type { ReleaseOptions } from "./release-tenants";
import { hasMonitoring, type HeldTenant } from "./state-tenants";

/**
 * Whether a tenant may be let go as it is.
 * @param live - its namespace and those of its sub-tenants, parents first
 * @throws UsageError, ProjectError with the reason, and what to do first
 */
export function assertReleasable(
  { namespace, withSubTenants, removeWalls }: ReleaseOptions,
  live: readonly KubeObject[],
  held: readonly HeldTenant[],
): void {
  const [top, ...below] = live;
  if (top?.metadata.name !== namespace || top.metadata.labels?.[LABELS.managedBy] !== MANAGER)
    throw new UsageError(`the cluster has no tenant of namespace ${namespace}`, "unknown-name");
  assertStanding(live);
  if (below.length > 0 && !withSubTenants)
    throw new UsageError(`${namespace} has sub-tenants: ${namesOf(below)}; release them too by --with-sub-tenants`);
  const foreign = live.filter((each) => isFree(each, held));
  if (foreign.length > 0)
    throw new UsageError(
      `no state here holds ${namesOf(foreign)}: another repository does, or another stack; release it there`,
      "unknown-name",
    );
  const watched = live.filter(({ metadata }) => hasMonitoring(held, metadata.name));
  if (watched.length > 0)
    throw new UsageError(
      `${namesOf(watched)} has a monitoring stack, whose charts Terraform installs; remove \`monitoring\` and apply that first`,
    );
  if (removeWalls) assertWallsMayGo(live);
}

/** What is being deleted ends, whatever a state holds of it. */
function assertStanding(live: readonly KubeObject[]): void {
  const ending = live.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if (ending.length === 0) return;
  throw new ProjectError([
    `${namesOf(ending)} is being deleted since ${String(ending[0]?.metadata.deletionTimestamp)}, with all that is in it: nothing can keep it`,
    "  hint: wait until it is gone, and take it out of the code; what else is to be released, release then",
  ]);
}

function assertWallsMayGo(live: readonly KubeObject[]): void {
  const marked = (key: string) => live.filter(({ metadata }) => metadata.annotations?.[key] === "true");
  const guarded = marked(ANNOTATIONS.protected);
  if (guarded.length > 0)
    throw new ProjectError(
      `${namesOf(guarded)} is protected: its walls stay while it is; apply it with \`protected: false\` first, or keep the walls`,
    );
  const suspended = marked(ANNOTATIONS.suspended);
  if (suspended.length === 0) return;
  throw new ProjectError([
    `${namesOf(suspended)} is suspended, and without its walls nothing can resume it`,
    "  hint: run `hikube resume` first (where the code says `suspended: true`, apply it without that before), or keep the walls",
  ]);
}

function isFree({ metadata }: KubeObject, held: readonly HeldTenant[]): boolean {
  const isHeld = held.some((each) => each.namespace === metadata.name);
  return !isHeld && metadata.annotations?.[ANNOTATIONS.released] === undefined;
}

function namesOf(objects: readonly KubeObject[]): string {
  return objects.map(({ metadata }) => metadata.name).join(", ");
}
