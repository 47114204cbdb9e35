import type { Cluster } from "../../kube/cluster";
import { boundedText } from "../../kube/keep";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import type { PlannedAction } from "./plan";
import type { PlannedStack } from "./plan-file";
import type { ProviderChanges } from "./resource-cluster";
import { removedNamespaces } from "./summary";

/** A tenant that a plan creates, and whose namespace is there already: the apply of it would fail. */
export interface Taken {
  readonly namespace: string;
  /** Address of its cluster. */
  readonly cluster: string;
  /** When it was released with its walls, as its namespace says. @default - it does not say so */
  readonly releasedAt?: string;
  /** Whether it is a tenant already, with objects of its own, and the plan would adopt it. @default false */
  readonly isHeld?: boolean;
}

/** Asks a cluster for the namespaces that a plan creates. One that gives no answer is told by the apply itself. */
export async function takenNamespaces(
  { provider, changes }: ProviderChanges,
  stack: PlannedStack["stack"],
  terraform: Terraform,
): Promise<readonly Taken[]> {
  // One whose address alone changes is removed before.
  const removed = removedNamespaces({ changes });
  // What a `hikube_tenant` adopts its provider judges itself.
  const made = changes.filter(({ adopts }) => adopts !== true);
  const created = namesIn(made, "add").filter((name) => !removed.includes(name));
  const adopted = adoptedIn(changes);
  if (created.length + adopted.length === 0) return [];
  const reply = await askCluster(stack, terraform, provider, (cluster) =>
    Promise.all([
      ...created.map((name) => takenIn(cluster, name)),
      ...adopted.map((name) => takenIn(cluster, name, { isAdopted: true })),
    ]),
  );
  return "answer" in reply ? reply.answer.flat() : [];
}

type Changes = ProviderChanges["changes"];

function namesIn(changes: Changes, action: PlannedAction): readonly string[] {
  return changes.flatMap(({ actions, after }) =>
    actions.includes(action) && after?.kind === "Namespace" && after.tenant !== undefined ? [after.name] : [],
  );
}

/** Namespaces that are imported, and whose walls are made anew. What moves between two stacks is imported as a whole. */
function adoptedIn(changes: Changes): readonly string[] {
  const walled = changes.flatMap(({ actions, after }) =>
    actions.includes("add") && after?.kind === "ResourceQuota" && after.name === TENANT_QUOTA ? [after.namespace] : [],
  );
  return namesIn(changes, "import").filter((name) => walled.includes(name));
}

async function takenIn(cluster: Cluster, name: string, { isAdopted = false } = {}): Promise<readonly Taken[]> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name });
  if (found === undefined || found.metadata.deletionTimestamp !== undefined) return [];
  const { labels = {}, annotations = {} } = found.metadata;
  const mark = annotations[ANNOTATIONS.released];
  const releasedAt = mark === undefined ? {} : { releasedAt: boundedText(mark) };
  const isTenant = labels[LABELS.managedBy] === MANAGER && labels[LABELS.tenant] === name;
  if (isAdopted && !isTenant) return [];
  return [{ namespace: name, cluster: cluster.server, ...releasedAt, ...(isAdopted ? { isHeld: true } : {}) }];
}
