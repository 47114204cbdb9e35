import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { streamProgress } from "../../support/progress";
import type { Io } from "../command";
import type { Terraform } from "../../terraform/terraform";
import { endNamespace } from "./namespace-end";
import type { PlannedChange, RemovedTenant } from "./plan";
import type { Planned } from "./plan-all";
import { openResourceCluster } from "./resource-cluster";
import { StateHolds } from "./state-hold";

interface End {
  readonly planned: Planned;
  readonly change: PlannedChange;
  readonly removed: RemovedTenant;
}

/** One whose cluster can be asked. */
interface OpenEnd extends End {
  readonly cluster: Cluster;
  readonly isOurs: (namespace: KubeObject) => Promise<boolean>;
}

export interface EndAllOptions {
  readonly terraform: Terraform;
  /** How long the deletion of one namespace may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly io: Io;
}

/**
 * Deletes the namespaces of the tenants that the plans remove, and waits: Terraform then finds their contents gone.
 * Terraform itself would remove the policies and quotas of a namespace before its pods. Sub-tenants go before their
 * parents, because controllers in the parent may have to remove finalizers. Where one of them may not go, none does.
 *
 * @throws ProjectError if one is not deleted; nothing else of the plans was applied then
 */
export async function endNamespacesFirst(planned: readonly Planned[], options: EndAllOptions): Promise<void> {
  const holds = new StateHolds(planned, options.terraform);
  const ends: OpenEnd[] = [];
  try {
    await forEach(planned.flatMap(endsOf), async (end) => {
      const hold = await holds.of(end.planned, end.change);
      const cluster = await openResourceCluster(end.planned, end.change, options.terraform);
      ends.push({ ...end, cluster, isOurs: (namespace) => hold(namespace, cluster) });
    });
    await forEach(ends, judge);
    const depths = [...new Set(ends.map(({ removed }) => removed.depth))].sort((left, right) => right - left);
    for (const depth of depths) {
      const level = ends.filter(({ removed }) => removed.depth === depth);
      await forEach(level, (end) => endOne(end, options));
    }
  } finally {
    for (const { cluster } of ends) cluster.close();
  }
}

/** Side by side. @throws Error the first failure, when all have ended */
async function forEach<T>(all: readonly T[], work: (each: T) => Promise<unknown>): Promise<void> {
  const results = await Promise.allSettled(all.map(work));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Those that the plan's report says to delete first: the others are in clusters that only terraform can reach. */
function endsOf(planned: Planned): readonly End[] {
  const first = new Set((planned.report.removals ?? []).filter((each) => each.isFirst).map((each) => each.namespace));
  return planned.plan.changes.flatMap((change) => {
    const { removes } = change;
    return removes !== undefined && first.has(removes.namespace) ? [{ planned, change, removed: removes }] : [];
  });
}

async function judge({ cluster, removed, isOurs }: OpenEnd): Promise<void> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: removed.namespace });
  if (found !== undefined) await isOurs(found);
}

async function endOne({ cluster, removed, isOurs }: OpenEnd, { timeoutMs, io }: EndAllOptions): Promise<void> {
  const step = streamProgress(io.stderr).step(`deleting namespace ${removed.namespace}`);
  try {
    const isEnded = await endNamespace(cluster, removed, { timeoutMs, onWait: step.update, isOurs });
    step.done(isEnded ? undefined : "left: another state holds it");
  } catch (error) {
    step.done("failed");
    throw error;
  }
}
