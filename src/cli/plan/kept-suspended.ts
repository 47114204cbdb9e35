import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import { isSuspended, pastEnd, type PastEnd } from "./past-end";
import type { PlannedStack } from "./plan-file";

/**
 * Tenants of the provider `hikube` that are past their end and suspended in the cluster: it leaves them so, and nothing of that is in
 * a plan.
 */
export async function keptByProvider(
  { stack, plan }: Pick<PlannedStack, "stack" | "plan">,
  terraform: Terraform,
  now: Date,
): Promise<readonly PastEnd[]> {
  const own = plan.objects.filter(({ provider, after }) => provider?.engine === "hikube" && !isSuspended(after));
  const found = await Promise.all(
    pastEnd({ objects: own }, now).map(async (tenant) => {
      const object = own.find(({ after }) => after?.kind === "Namespace" && after.metadata.name === tenant.namespace);
      const ref = { apiVersion: "v1", kind: "Namespace", name: tenant.namespace };
      const reply = await askCluster(stack, terraform, object?.provider, (cluster) => cluster.get(ref));
      return "answer" in reply && isSuspended(reply.answer) ? [tenant] : [];
    }),
  );
  return found.flat();
}
