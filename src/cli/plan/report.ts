import type { Io } from "../command";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../project/terraform";
import { losses, overuses, type Loss, type Overuse } from "./live";
import type { PlannedStack } from "./plan-file";
import { removedNamespaces, summarize, type TenantSummary } from "./summary";

/** A plan of one stack for people to judge. */
export interface PlanReport {
  readonly stack: string;
  /** Address of the cluster that it was held against. @default - it did not answer, or nothing was to be asked */
  readonly cluster?: string;
  readonly hasEffect: boolean;
  readonly tenants: readonly TenantSummary[];
  readonly overuses: readonly Overuse[];
  readonly losses: readonly Loss[];
}

/** Sums a plan up and holds it against what lives in the cluster. */
export async function reportPlan({ stack, plan }: PlannedStack, terraform: Terraform, io: Io): Promise<PlanReport> {
  const tenants = summarize(plan);
  const base = { stack: stack.name, hasEffect: plan.hasEffect, tenants };
  if (!plan.hasEffect) return { ...base, overuses: [], losses: [] };
  const live = await askCluster(
    stack,
    terraform,
    async (cluster) => ({
      cluster: cluster.server,
      overuses: await overuses(cluster, tenants),
      losses: await losses(cluster, removedNamespaces(plan)),
    }),
    (reason) => void io.stderr.write(`note: not held against what is in use, the cluster does not answer: ${reason}\n`),
  );
  return { ...base, ...(live ?? { overuses: [], losses: [] }) };
}
