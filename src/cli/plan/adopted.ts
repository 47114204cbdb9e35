import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import type { PlannedStack } from "./plan-file";
import type { PlannedObject } from "./planned-objects";

type Reviewed = Pick<PlannedStack, "stack" | "plan">;

/**
 * Plans with the namespaces that `hikube_tenant`s adopt as they are in the cluster: only there they stand before the apply. Those
 * of a cluster that gives no answer, and those that are tenants already, stay as they are planned.
 */
export async function withAdopted<T extends Reviewed>(
  planned: readonly T[],
  terraform: Terraform,
): Promise<readonly T[]> {
  return Promise.all(
    planned.map(async (each) => {
      const objects = await Promise.all(each.plan.objects.map((object) => asItStands(object, each, terraform)));
      return { ...each, plan: { ...each.plan, objects } };
    }),
  );
}

async function asItStands(object: PlannedObject, { stack }: Reviewed, terraform: Terraform): Promise<PlannedObject> {
  const { after, adopts, provider } = object;
  if (adopts !== true || after === undefined) return object;
  const reply = await askCluster(stack, terraform, provider, (cluster) => standing(cluster, after));
  const before = "answer" in reply ? reply.answer : undefined;
  return before === undefined ? object : { ...object, before };
}

/** What others say on it stays: only what the tenant says, too, is compared. */
async function standing(cluster: Cluster, after: KubeObject): Promise<KubeObject | undefined> {
  const { apiVersion, kind, metadata } = after;
  const found = await cluster.get({ apiVersion, kind, name: metadata.name });
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) return undefined;
  const { labels = {}, annotations = {} } = found.metadata;
  if (labels[LABELS.managedBy] === MANAGER) return undefined;
  const shared = (own: StringMap = {}, live: StringMap) =>
    boundedTexts(Object.fromEntries(Object.entries(live).filter(([key]) => key in own)));
  const which = named(found);
  const texts = { labels: shared(metadata.labels, labels), annotations: shared(metadata.annotations, annotations) };
  return { ...which, metadata: { ...which.metadata, ...texts } };
}
