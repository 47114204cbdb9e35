import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { boundedTexts } from "../../kube/keep";
import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, ancestorsIn } from "../../model/tenant/spec/labels";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import { managedOf } from "./hikube-changes";
import { HIKUBE_TENANT } from "./hikube-values";
import { isClosed, isSuspended, isTenantQuota, pastEnd } from "./past-end";
import type { Plan, PlannedChange } from "./plan";
import type { PlannedObject } from "./planned-objects";
import type { PlannedStack } from "./plan-file";

/**
 * A plan that resumes tenants of the provider `hikube`, told as that: their attributes do not say that they are suspended in the
 * cluster. Those of a cluster that gives no answer stay as they are planned.
 */
export async function withResumed<T extends Pick<PlannedStack, "stack" | "plan">>(
  planned: T,
  terraform: Terraform,
  now: Date,
): Promise<T> {
  const { plan, stack } = planned;
  const found = await Promise.all(
    resumable(plan, now).map(async (object) => {
      const quota = plan.objects.find((each) => each.address === object.address && isTenantQuota(each));
      const reply = await askCluster(stack, terraform, object.provider, (cluster) => standing(cluster, object, quota));
      return "answer" in reply ? reply.answer : [];
    }),
  );
  const stands = new Map(found.flat());
  if (stands.size === 0) return planned;
  const objects = plan.objects.map((object) => asItStands(object, stands.get(object)));
  const quotas = objects.filter((object, index) => object !== plan.objects[index] && isTenantQuota(object));
  return { ...planned, plan: { ...plan, objects, changes: withQuotas(plan.changes, quotas) } };
}

/** Namespaces that a plan writes, of tenants that neither the code nor an end in the past keeps suspended. */
function resumable(plan: Plan, now: Date): readonly PlannedObject[] {
  const past = new Set(pastEnd(plan, now).map(({ namespace }) => namespace));
  const written = new Set(
    plan.changes.flatMap(({ address, actions }) => (actions.includes("change") ? [address] : [])),
  );
  return plan.objects.filter(({ address, provider, before, after }) => {
    if (provider?.engine !== "hikube" || !written.has(address) || before === undefined) return false;
    const { name = "", labels = {} } = after?.metadata ?? {};
    return (
      after?.kind === "Namespace" && !isSuspended(after) && ![name, ...ancestorsIn(labels)].some((one) => past.has(one))
    );
  });
}

type Stands = readonly (readonly [PlannedObject, KubeObject])[];

/** Its namespace and its quota as they are, where it is suspended. */
async function standing(cluster: Cluster, namespace: PlannedObject, quota?: PlannedObject): Promise<Stands> {
  const read = (object: KubeObject | undefined) => (object === undefined ? undefined : cluster.get(refOf(object)));
  const [found, bounds] = await Promise.all([read(namespace.before), read(quota?.before)]);
  if (found === undefined || !isSuspended(found)) return [];
  return [[namespace, found], ...(quota === undefined || bounds === undefined ? [] : [[quota, bounds] as const])];
}

const MARKS: readonly string[] = [ANNOTATIONS.suspended, ANNOTATIONS.suspendedBecause];

/** The object with what a suspension writes on it. */
function asItStands(object: PlannedObject, live: KubeObject | undefined): PlannedObject {
  const { before } = object;
  if (live === undefined || before === undefined) return object;
  if (before.kind === "Namespace") {
    const marks = Object.entries(live.metadata.annotations ?? {}).filter(([key]) => MARKS.includes(key));
    const annotations = { ...before.metadata.annotations, ...boundedTexts(Object.fromEntries(marks)) };
    return { ...object, isChanged: true, before: { ...before, metadata: { ...before.metadata, annotations } } };
  }
  if (!isClosed(live)) return object;
  const hard = { ...textMapIn(objectIn(before.spec).hard), pods: "0" };
  return { ...object, isChanged: true, before: { ...before, spec: { ...objectIn(before.spec), hard } } };
}

/** The changes, with those of quotas that are opened. */
function withQuotas(changes: readonly PlannedChange[], quotas: readonly PlannedObject[]): readonly PlannedChange[] {
  const opened = quotas.flatMap(({ address, provider, before, after }): PlannedChange[] => {
    if (before === undefined || after === undefined) return [];
    const sides = { before: managedOf(HIKUBE_TENANT, before), after: managedOf(HIKUBE_TENANT, after) };
    return [{ address, actions: ["change"], ...sides, ...(provider === undefined ? {} : { provider }) }];
  });
  const isTold = ({ address, after }: PlannedChange) =>
    opened.some((one) => one.address === address && after?.kind === one.after?.kind && after?.name === one.after?.name);
  return [...changes.filter((change) => !isTold(change)), ...opened];
}
