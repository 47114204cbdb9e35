import { streamProgress } from "../../support/progress";
import type { Io } from "../command";
import type { Terraform } from "../project/terraform";
import { endNamespace } from "./namespace-end";
import type { PlannedChange, RemovedTenant } from "./plan";
import type { Planned } from "./plan-all";
import { openResourceCluster } from "./resource-cluster";

interface End {
  readonly planned: Planned;
  readonly change: PlannedChange;
  readonly removed: RemovedTenant;
}

export interface EndAllOptions {
  readonly terraform: Terraform;
  /** How long one namespace may take to be gone, in milliseconds. */
  readonly timeoutMs: number;
  readonly io: Io;
}

/**
 * Ends the namespaces of the tenants that the plans remove, and waits: Terraform then finds the rest gone. Left to
 * Terraform, the policies and quotas of a namespace would go before its pods. Sub-tenants end before their parents, as
 * what their parent runs may be needed to let go of them.
 *
 * @throws ProjectError where one does not end; nothing else of the plans was done then
 */
export async function endNamespacesFirst(planned: readonly Planned[], options: EndAllOptions): Promise<void> {
  const ends = planned.flatMap(endsOf);
  const depths = [...new Set(ends.map(({ removed }) => removed.depth))].sort((left, right) => right - left);
  for (const depth of depths) {
    const level = ends.filter(({ removed }) => removed.depth === depth);
    const results = await Promise.allSettled(level.map((end) => endOne(end, options)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

/** Those that the plan's report says to end first: the others stand in clusters that only terraform can reach. */
function endsOf(planned: Planned): readonly End[] {
  const first = new Set((planned.report.removals ?? []).filter((each) => each.isFirst).map((each) => each.namespace));
  return planned.plan.changes.flatMap((change) => {
    const { removes } = change;
    return removes !== undefined && first.has(removes.namespace) ? [{ planned, change, removed: removes }] : [];
  });
}

async function endOne({ planned, change, removed }: End, { terraform, timeoutMs, io }: EndAllOptions): Promise<void> {
  const step = streamProgress(io.stderr).step(`deleting namespace ${removed.namespace}`);
  const cluster = await openResourceCluster(planned, change, terraform);
  try {
    await endNamespace(cluster, removed, { timeoutMs, onWait: step.update });
    step.done();
  } catch (error) {
    step.done("failed");
    throw error;
  } finally {
    cluster.close();
  }
}
