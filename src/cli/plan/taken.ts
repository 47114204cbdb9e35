import type { Cluster } from "../../kube/cluster";
import { boundedText } from "../../kube/keep";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import type { ManagedObject } from "../project/managed-object";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import { isHeld } from "./held";
import { HIKUBE_PLATFORM, HIKUBE_TENANT } from "./hikube-values";
import type { PlannedAction } from "./plan";
import type { PlannedStack } from "./plan-file";
import type { ProviderChanges } from "./resource-cluster";
import { removedNamespaces } from "./summary";

/** A tenant, or the platform, that a plan creates, and whose namespace is there already. */
export interface Taken {
  readonly namespace: string;
  /** Address of its cluster. */
  readonly cluster: string;
  /** When it was released with its walls, as its namespace says. @default - it does not say so */
  readonly releasedAt?: string;
  /** Whether it is a tenant already, with objects of its own, and the plan would adopt it. @default false */
  readonly isHeld?: boolean;
  /** Whether its provider takes it for what an apply left that was cut short. @default - the apply fails */
  readonly isLeft?: true;
}

/** Asks a cluster for the namespaces that a plan creates. One that gives no answer is told by the apply itself. */
export async function takenNamespaces(
  { provider, changes }: ProviderChanges,
  stack: PlannedStack["stack"],
  terraform: Terraform,
): Promise<readonly Taken[]> {
  // One whose address alone changes is removed before.
  const removed = removedNamespaces({ changes });
  const isJudged = ({ after }: Changes[number]) => [HIKUBE_TENANT, HIKUBE_PLATFORM].includes(after?.type ?? "");
  const createdOf = (made: Changes) => namesIn(made, "add").filter((name) => !removed.includes(name));
  const created = createdOf(changes.filter((change) => !isJudged(change)));
  const judged = [
    ...createdOf(changes.filter(isJudged)),
    ...namesIn(
      changes.filter(({ isFound }) => isFound),
      "take-over",
    ),
  ];
  const adopted = adoptedIn(changes);
  if (created.length + judged.length + adopted.length === 0) return [];
  const reply = await askCluster(stack, terraform, provider, (cluster) =>
    Promise.all([
      ...created.map((name) => takenIn(cluster, name)),
      ...judged.map((name) => leftIn(cluster, name)),
      ...adopted.map((name) => takenIn(cluster, name, { isAdopted: true })),
    ]),
  );
  return "answer" in reply ? reply.answer.flat() : [];
}

type Changes = ProviderChanges["changes"];

function namesIn(changes: Changes, action: PlannedAction): readonly string[] {
  return changes.flatMap(({ actions, after }) =>
    actions.includes(action) && after?.kind === "Namespace" && isOfOurs(after) ? [after.name] : [],
  );
}

function isOfOurs({ name, tenant }: ManagedObject): boolean {
  return tenant !== undefined || name === PLATFORM_NAMESPACE;
}

/** Namespaces that are imported, and whose walls are made anew. What moves between two stacks is imported as a whole. */
function adoptedIn(changes: Changes): readonly string[] {
  const walled = changes.flatMap(({ actions, after }) =>
    actions.includes("add") && after?.kind === "ResourceQuota" && after.name === TENANT_QUOTA ? [after.namespace] : [],
  );
  return namesIn(changes, "import").filter((name) => walled.includes(name));
}

async function takenIn(cluster: Cluster, name: string, { isAdopted = false } = {}): Promise<readonly Taken[]> {
  const found = await standing(cluster, name);
  if (found === undefined) return [];
  const mark = found.metadata.annotations?.[ANNOTATIONS.released];
  const releasedAt = mark === undefined ? {} : { releasedAt: boundedText(mark) };
  if (isAdopted && !isTenant(found)) return [];
  return [{ namespace: name, cluster: cluster.server, ...releasedAt, ...(isAdopted ? { isHeld: true } : {}) }];
}

/** The provider of a `hikube_tenant` refused its plan where it cannot have the namespace, and finishes by itself what is not finished. */
async function leftIn(cluster: Cluster, name: string): Promise<readonly Taken[]> {
  const found = await standing(cluster, name);
  if (!isHeld(found)) return [];
  return [{ namespace: name, cluster: cluster.server, isLeft: true }];
}

async function standing(cluster: Cluster, name: string): Promise<KubeObject | undefined> {
  const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name });
  return found?.metadata.deletionTimestamp === undefined ? found : undefined;
}

function isTenant({ metadata: { name, labels = {} } }: KubeObject): boolean {
  return labels[LABELS.managedBy] === MANAGER && labels[LABELS.tenant] === name;
}
