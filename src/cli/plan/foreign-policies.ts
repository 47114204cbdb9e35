import type { KubeObject } from "../../model/kubernetes/kube-object";
import { tenantOf } from "../../review/state";
import { Budget, POLICY, withSpec } from "../../live/policies";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import type { PlannedStack } from "./plan-file";
import { byBlock, type PlannedObject } from "./planned-objects";

/** NetworkPolicies of tenants that no stack of the plans has: what tenants wrote themselves, or somebody by hand. */
export interface ForeignPolicies {
  readonly policies: readonly KubeObject[];
  /** Namespaces whose policies are too large to be looked at. */
  readonly crowded: readonly string[];
  /** Why clusters did not tell theirs. */
  readonly unasked: readonly string[];
}

export const NO_FOREIGN: ForeignPolicies = { policies: [], crowded: [], unasked: [] };

/** Asks the clusters of plans that change ways; the others need no answer. */
export async function foreignPolicies(
  planned: readonly Pick<PlannedStack, "stack" | "plan">[],
  terraform: Terraform,
): Promise<ForeignPolicies> {
  const groups = planned.flatMap(({ stack, plan }) =>
    byBlock([...plan.objects, ...plan.beside]).map((objects) => ({ stack, objects })),
  );
  const own = new Set(groups.flatMap(({ objects }) => objects.flatMap(({ before, after }) => keyOf(after ?? before))));
  const found = await Promise.all(
    groups
      .filter(({ objects }) => objects.some(decidesOnWays))
      .map(async ({ stack, objects }): Promise<ForeignPolicies> => {
        const tenants = new Set(objects.flatMap(({ before, after }) => tenantOf(after ?? before) ?? []));
        const budget = new Budget();
        const keep = (policy: KubeObject) => budget.spend(withSpec(policy));
        const reply = await askCluster(stack, terraform, objects[0]?.provider, (cluster) =>
          cluster.list(POLICY, { keep }),
        );
        if ("reason" in reply) return { ...NO_FOREIGN, unasked: [reply.reason] };
        const policies = reply.answer.filter(
          (policy) => tenants.has(policy.metadata.namespace ?? "") && !own.has(keyOf(policy)),
        );
        return { policies, crowded: budget.crowded.filter((name) => tenants.has(name)), unasked: [] };
      }),
  );
  return {
    policies: found.flatMap(({ policies }) => policies),
    crowded: found.flatMap(({ crowded }) => crowded),
    unasked: [...new Set(found.flatMap(({ unasked }) => unasked))],
  };
}

/** Whether a plan changes a policy, or a namespace of which policies read the labels. */
function decidesOnWays({ before, after }: PlannedObject): boolean {
  const kind = (after ?? before)?.kind;
  if (kind !== "NetworkPolicy" && kind !== "Namespace") return false;
  // A tenant that comes as a whole has nobody's policies yet.
  if (before === undefined) return kind === "NetworkPolicy";
  return (
    JSON.stringify([before.metadata.labels, before.spec]) !== JSON.stringify([after?.metadata.labels, after?.spec])
  );
}

function keyOf(object: KubeObject | undefined): string {
  return `${object?.kind ?? ""} ${object?.metadata.namespace ?? ""}/${object?.metadata.name ?? ""}`;
}
