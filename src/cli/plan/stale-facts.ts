import { findFacts } from "../../kube/inspect/inspect-cluster";
import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { staleFacts, staleText } from "../../model/cluster/stale-facts";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import { documentOf, documentsIn } from "./documents";
import type { PlannedStack } from "./plan-file";
import { byBlock } from "./planned-objects";
import type { PlanReport } from "./report";

/** A fact that synth used and the cluster tells otherwise. */
export interface StaleClusterFact {
  /** Address of the cluster. */
  readonly cluster: string;
  /** The fact with both of its values, without a full stop. */
  readonly fact: string;
}

interface Planned extends Pick<PlannedStack, "stack" | "plan"> {
  readonly report: PlanReport;
}

/**
 * The reports of plans with the facts that are no longer true, each told once of each cluster. What a cluster does not say, or
 * does not let this user read, is not guessed.
 */
export async function withStaleFacts(
  planned: readonly Planned[],
  output: string,
  terraform: Terraform,
): Promise<readonly PlanReport[]> {
  const documents = documentsIn(output);
  const told = new Set<string>();
  const found = await Promise.all(
    planned.map(({ stack, plan }) =>
      Promise.all(
        byBlock(plan.objects).map(async (objects) => {
          // Objects of no tenant do not tell which cluster they are on.
          const facts = documentOf(objects, documents)?.facts;
          return facts === undefined ? [] : staleOn({ stack, terraform, provider: objects[0]?.provider }, facts);
        }),
      ),
    ),
  );
  return planned.map(({ report }, index) => {
    const stale = (found[index] ?? []).flat().filter(({ cluster, fact }) => isNew(told, `${cluster} ${fact}`));
    return stale.length === 0 ? report : { ...report, staleFacts: stale };
  });
}

function isNew(told: Set<string>, text: string): boolean {
  const before = told.size;
  return told.add(text).size > before;
}

interface Place {
  readonly stack: PlannedStack["stack"];
  readonly terraform: Terraform;
  readonly provider: Parameters<typeof askCluster>[2];
}

async function staleOn(
  { stack, terraform, provider }: Place,
  facts: ClusterFacts,
): Promise<readonly StaleClusterFact[]> {
  const reply = await askCluster(stack, terraform, provider, async (cluster) => {
    const found = await findFacts(cluster, { isExact: true, nodeTunnels: facts.nodeTunnelCidrs !== undefined });
    return staleFacts(facts, found.facts).map((stale) => ({ cluster: cluster.server, fact: staleText(stale) }));
  });
  return "answer" in reply ? reply.answer : [];
}
