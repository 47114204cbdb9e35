import { boundedTexts } from "../../kube/keep";
import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, ancestorsIn } from "../../model/tenant/spec/labels";
import { managedOf } from "./hikube-changes";
import { HIKUBE_TENANT } from "./hikube-values";
import { isClosed, isSuspended, isTenantQuota, pastEnd } from "./past-end";
import type { Plan, PlannedChange } from "./plan";
import type { PlannedObject } from "./planned-objects";

/**
 * Namespaces and quotas that a plan of the provider `hikube` opens where they are suspended in the cluster: those of tenants that
 * it writes, and that neither the code nor an end in the past keeps suspended. Their attributes do not say it.
 */
export function resumable({ objects, changes }: Plan, now: Date): readonly PlannedObject[] {
  const past = new Set(pastEnd({ objects }, now).map(({ namespace }) => namespace));
  const written = new Set(changes.flatMap(({ address, actions }) => (actions.includes("change") ? [address] : [])));
  const opened = objects.filter(({ address, provider, before, after }) => {
    if (provider?.engine !== "hikube" || !written.has(address) || before === undefined) return false;
    const { name = "", labels = {} } = after?.metadata ?? {};
    return (
      after?.kind === "Namespace" && !isSuspended(after) && ![name, ...ancestorsIn(labels)].some((one) => past.has(one))
    );
  });
  const addresses = new Set(opened.map(({ address }) => address));
  return [...opened, ...objects.filter((each) => addresses.has(each.address) && isTenantQuota(each))];
}

/** @param liveOf - what is in the cluster in place of an object */
export function withResumed(plan: Plan, liveOf: (object: PlannedObject) => KubeObject | undefined, now: Date): Plan {
  const asked = resumable(plan, now);
  const open = new Set(asked.flatMap((each) => (isSuspended(liveOf(each)) ? [each.address] : [])));
  if (open.size === 0) return plan;
  const marked = new Map(
    asked.filter(({ address }) => open.has(address)).map((each) => [each, withMarks(each, liveOf(each))]),
  );
  const objects = plan.objects.map((each) => marked.get(each) ?? each);
  const quotas = [...marked].flatMap(([each, now]) => (now !== each && isTenantQuota(each) ? [now] : []));
  return { ...plan, objects, changes: withQuotas(plan.changes, quotas) };
}

/** Namespaces of tenants that a plan opens. */
export function resumedIn({ objects }: Pick<Plan, "objects">): readonly string[] {
  return objects.flatMap((each) => (isResumed(each) ? (each.before?.metadata.name ?? []) : [])).sort();
}

/** Whether it is the namespace of a tenant that a plan opens. */
export function isResumed({ before, after }: PlannedObject): boolean {
  return isSuspended(before) && after !== undefined && !isSuspended(after);
}

const MARKS: readonly string[] = [ANNOTATIONS.suspended, ANNOTATIONS.suspendedBecause];

/** The object with what a suspension writes on it. */
function withMarks(object: PlannedObject, live: KubeObject | undefined): PlannedObject {
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
  const isOf =
    (one: PlannedChange) =>
    ({ address, after }: PlannedChange) =>
      one.address === address && after?.kind === one.after?.kind && after?.name === one.after?.name;
  const told = opened.map((one) => ({ ...changes.find(isOf(one)), ...one }));
  return [...changes.filter((change) => !opened.some((one) => isOf(one)(change))), ...told];
}
