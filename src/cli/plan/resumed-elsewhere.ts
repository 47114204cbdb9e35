import type { Cluster } from "../../kube/cluster";
import { boundedTexts, named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, ancestorsIn, subtreeLabel } from "../../model/tenant/spec/labels";
import { changeOf, type Change } from "../../review/change";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import { isPast, isSuspended } from "./past-end";
import type { PlannedStack } from "./plan-file";
import { isResumed } from "./resumed";

type Planned = Pick<PlannedStack, "stack" | "plan">;
const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/**
 * Tenants of the provider `hikube` that are resumed, and whose objects are in no plan: those whose parent is declared elsewhere, and
 * those that are declared elsewhere themselves and were suspended through a parent which gets a later end.
 */
export async function resumedElsewhere(
  planned: readonly Planned[],
  terraform: Terraform,
  now = new Date(),
): Promise<readonly Change[]> {
  const known = new Set(
    planned.flatMap(({ plan }) => [
      ...plan.objects.flatMap(({ before, after }) => (after ?? before)?.metadata.name ?? []),
      ...plan.unread.flatMap(({ tenant }) => tenant ?? []),
    ]),
  );
  const asked = planned.flatMap(({ stack, plan }) => [
    ...plan.objects
      .filter(isResumed)
      .map(({ provider, before }) => ({ stack, provider, ask: (cluster: Cluster) => below(cluster, before, known) })),
    ...plan.unread.flatMap(({ address, opens }) => {
      if (opens === undefined || isPast(opens.expiresAt, now)) return [];
      const { provider } = plan.changes.find((change) => change.address === address) ?? {};
      return [{ stack, provider, ask: (cluster: Cluster) => itself(cluster, opens.namespace, now) }];
    }),
  ]);
  const replies = await Promise.all(
    asked.map(({ stack, provider, ask }) => askCluster(stack, terraform, provider, ask)),
  );
  return replies.flatMap((reply) => ("answer" in reply ? reply.answer : []));
}

/** Sub-tenants that end with a parent, and were suspended through it. */
async function below(cluster: Cluster, parent: KubeObject | undefined, known: ReadonlySet<string>) {
  if (parent === undefined) return [];
  const { name, annotations = {} } = parent.metadata;
  const all = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(name), keep: withMarks });
  const through = all.filter(
    (each) =>
      !known.has(each.metadata.name) &&
      isSuspended(each) &&
      each.metadata.annotations?.[ANNOTATIONS.spec] !== undefined &&
      endOf(each) === annotations[ANNOTATIONS.expiresAt],
  );
  const note = `by the next apply of its own configuration, since ${name} ends later`;
  return through.map((each) => resumption(each.metadata.name, note));
}

/** A tenant stays suspended as long as one above it is past its end. */
async function itself(cluster: Cluster, name: string, now: Date): Promise<readonly Change[]> {
  const found = await cluster.get({ ...NAMESPACE, name });
  if (found === undefined || !isSuspended(found)) return [];
  const names = ancestorsIn(found.metadata.labels).filter((each) => each !== name);
  const above = await Promise.all(names.map((each) => cluster.get({ ...NAMESPACE, name: each })));
  return above.some((each) => isPast(endOf(each), now)) ? [] : [resumption(name)];
}

function resumption(tenant: string, note?: string): Change {
  return changeOf("lifetime", "notice", { tenant, what: "suspended", before: "yes", after: "no" }, note);
}

function endOf(namespace: KubeObject | undefined): string | undefined {
  return namespace?.metadata.annotations?.[ANNOTATIONS.expiresAt];
}

const READ: readonly string[] = [ANNOTATIONS.suspended, ANNOTATIONS.expiresAt, ANNOTATIONS.spec];

function withMarks(namespace: KubeObject): KubeObject {
  const which = named(namespace);
  const marks = Object.entries(namespace.metadata.annotations ?? {}).filter(([key]) => READ.includes(key));
  return { ...which, metadata: { ...which.metadata, annotations: boundedTexts(Object.fromEntries(marks)) } };
}
