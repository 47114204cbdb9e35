import type { Cluster } from "../../kube/cluster";
import { boundedText } from "../../kube/keep";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import type { PlannedStack } from "./plan-file";
import type { ProviderChanges } from "./resource-cluster";
import { removedNamespaces } from "./summary";

/** A tenant that a plan creates, and whose namespace is there already: the apply of it will fail. */
export interface Taken {
  readonly namespace: string;
  /** Address of its cluster. */
  readonly cluster: string;
  /** When it was released with its walls, as its namespace says. @default - it does not say so */
  readonly releasedAt?: string;
}

/** Asks a cluster for the namespaces that a plan creates. One that gives no answer is told by the apply itself. */
export async function takenNamespaces(
  { provider, changes }: ProviderChanges,
  stack: PlannedStack["stack"],
  terraform: Terraform,
): Promise<readonly Taken[]> {
  // One whose address alone changes is removed before.
  const removed = removedNamespaces({ changes });
  const created = changes
    .flatMap(({ actions, after }) =>
      actions.includes("add") && after?.kind === "Namespace" && after.tenant !== undefined ? [after.name] : [],
    )
    .filter((name) => !removed.includes(name));
  if (created.length === 0) return [];
  const reply = await askCluster(stack, terraform, provider, (cluster) =>
    Promise.all(created.map((name) => takenIn(cluster, name))),
  );
  return "answer" in reply ? reply.answer.flat() : [];
}

async function takenIn(cluster: Cluster, name: string): Promise<readonly Taken[]> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name });
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) return [];
  const mark = found.metadata.annotations?.[ANNOTATIONS.released];
  const releasedAt = mark === undefined ? {} : { releasedAt: boundedText(mark) };
  return [{ namespace: name, cluster: cluster.server, ...releasedAt }];
}
