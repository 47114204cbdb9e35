import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { note } from "../printer";
import type { Io } from "../command";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import { isClosed, isSuspended, isTenantQuota } from "./past-end";
import { byBlock, type PlannedObject } from "./planned-objects";
import type { PlannedStack } from "./plan-file";

/**
 * Tenants that were suspended or resumed since plans were made that write their namespace or quota: as planned, that would
 * be undone, and no reviewer saw it. A line for each of them. A cluster that does not answer is noted.
 */
export async function suspensionMoves(
  planned: readonly Pick<PlannedStack, "stack" | "plan">[],
  terraform: Terraform,
  io: Io,
): Promise<readonly string[]> {
  const groups = planned.flatMap(({ stack, plan }) =>
    byBlock(plan.objects.filter(isWritten)).map((objects) => ({ stack, objects })),
  );
  const found = await Promise.all(
    groups.map(async ({ stack, objects }) => {
      const ask = (cluster: Cluster) => Promise.all(objects.map((object) => moveOf(cluster, object)));
      const reply = await askCluster(stack, terraform, objects[0]?.provider, ask);
      if ("answer" in reply) return reply.answer.flat().map((line) => `stack ${stack.name}: ${line}`);
      const what = `stack ${stack.name}: whether a tenant was suspended or resumed since the plan is not known`;
      note(io, "cluster-not-asked", `${what}: ${reply.reason}`);
      return [];
    }),
  );
  return found.flat();
}

/** Whether a plan writes an object that a suspension writes, too. */
function isWritten(object: PlannedObject): boolean {
  const { before, isChanged, isRecreated } = object;
  return (
    (isChanged || isRecreated) && (before?.kind === "Namespace" || (before !== undefined && isTenantQuota(object)))
  );
}

async function moveOf(cluster: Cluster, { before }: PlannedObject): Promise<readonly string[]> {
  if (before === undefined) return [];
  const { apiVersion, kind, metadata } = before;
  const { name, namespace } = metadata;
  const live = await cluster.get({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) });
  const [then, now] = [before, live].map((object) => (object === undefined ? undefined : isShut(object)));
  if (now === undefined || then === now) return [];
  const word = now ? "suspended" : "resumed";
  return [`${namespace ?? name} was ${word} since the plan was made (${kind} ${name})`];
}

function isShut(object: KubeObject): boolean {
  return object.kind === "Namespace" ? isSuspended(object) : isClosed(object);
}
