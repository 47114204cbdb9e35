import { objectIn, textMembersIn } from "../../model/json";
import { isTimestamp } from "../../model/kubernetes/timestamp";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import type { Ignored } from "../project/override-file";
import type { Plan } from "./plan";
import type { PlannedObject } from "./planned-objects";

/** A tenant that is past its end by the code, and suspended in the cluster: it is as it should be. */
export interface PastEnd {
  readonly namespace: string;
  /** The time that has passed. */
  readonly expiresAt: string;
}

/** What `hikube suspend` writes, which no code says. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  Namespace: [annotation(ANNOTATIONS.suspended), annotation(ANNOTATIONS.suspendedBecause)],
  ResourceQuota: [annotation(ANNOTATIONS.replicasBeforeSuspend), 'spec[0].hard["pods"]'],
};

/** The tenants of a plan that are past their end by the code. */
export function pastEnd({ objects }: Pick<Plan, "objects">, now: Date): readonly PastEnd[] {
  const past = objects.flatMap(({ after }) => {
    const expiresAt = after?.kind === "Namespace" ? annotationsOf(after)[ANNOTATIONS.expiresAt] : undefined;
    return after !== undefined && isPast(expiresAt, now) ? [{ namespace: after.metadata.name, expiresAt }] : [];
  });
  return past.sort((left, right) => (left.namespace < right.namespace ? -1 : 1));
}

/** Whether it is a time that has passed. */
export function isPast(time: string | undefined, now: Date): time is string {
  return isTimestamp(time) && Date.parse(time) <= now.getTime();
}

/** Those of them whose suspension the plan would undo. */
export function wronglyResumed(plan: Pick<Plan, "objects">, now: Date): readonly PastEnd[] {
  const undone = new Set(plan.objects.filter(undoesSuspension).map(namespaceOf));
  return pastEnd(plan, now).filter(({ namespace }) => undone.has(namespace));
}

/** Those of them that are suspended now. */
export function suspendedIn({ objects }: Pick<Plan, "objects">, tenants: readonly PastEnd[]): readonly PastEnd[] {
  const marked = new Set(objects.flatMap(({ before }) => (isSuspended(before) ? [before?.metadata.name] : [])));
  return tenants.filter(({ namespace }) => marked.has(namespace));
}

/** A tenant that is marked as suspended and takes pods all the same. */
export interface OpenEnd extends PastEnd {
  /** The live number of pods of its quota. @default - any number */
  readonly pods?: string;
}

/** Those of them whose quota takes pods, although their namespace says that they are suspended. */
export function openUnder(plan: Pick<Plan, "objects">, tenants: readonly PastEnd[]): readonly OpenEnd[] {
  const quotas = plan.objects.filter(isTenantQuota).flatMap((each) => each.before ?? []);
  return suspendedIn(plan, tenants).flatMap((tenant) => {
    const open = quotas.find((quota) => quota.metadata.namespace === tenant.namespace && !isClosed(quota));
    const pods = open === undefined ? undefined : podsOf(open);
    return open === undefined ? [] : [{ ...tenant, ...(pods === undefined ? {} : { pods }) }];
  });
}

/**
 * What Terraform is to leave alone, so that the tenants stay suspended. A quota that is open under the mark is not what a
 * suspension wrote: it closes the quota first, and Terraform reads the namespace first.
 */
export function ofSuspensions(plan: Pick<Plan, "objects">, tenants: readonly PastEnd[]): Ignored {
  const open = new Set(openUnder(plan, tenants).map(({ namespace }) => namespace));
  const names = new Set(tenants.map(({ namespace }) => namespace));
  return new Map(
    plan.objects.flatMap((each) => {
      const { address, after } = each;
      const isSuspendable = after?.kind === "Namespace" || isTenantQuota(each);
      const isOpen = after?.kind === "ResourceQuota" && open.has(namespaceOf(each));
      return isSuspendable && !isOpen && names.has(namespaceOf(each)) && isPlain(address)
        ? [[address, WRITTEN[after?.kind ?? ""] ?? []] as const]
        : [];
    }),
  );
}

/** A resource of a module, or one of several, is overridden elsewhere. */
function isPlain(address: string): boolean {
  return /^[a-z0-9_]+\.[A-Za-z0-9_-]+$/.test(address);
}

function undoesSuspension(object: PlannedObject): boolean {
  const { isChanged, before, after } = object;
  if (!isChanged || before === undefined || after === undefined) return false;
  if (before.kind === "Namespace") return isSuspended(before) && !isSuspended(after);
  return isTenantQuota(object) && isClosed(before) && !isClosed(after) && isNoted(before);
}

/** Whether it is the quota that a suspension closes. */
export function isTenantQuota({ before, after }: PlannedObject): boolean {
  const { kind, metadata } = after ?? before ?? {};
  return kind === "ResourceQuota" && metadata?.name === TENANT_QUOTA;
}

/** Whether a namespace says that its tenant is suspended. */
export function isSuspended(object: KubeObject | undefined): boolean {
  return object?.kind === "Namespace" && annotationsOf(object)[ANNOTATIONS.suspended] === "true";
}

/** The code closes a quota too, without a note of what it was. */
function isNoted(quota: KubeObject): boolean {
  return annotationsOf(quota)[ANNOTATIONS.replicasBeforeSuspend] !== undefined;
}

/** Whether a quota takes no pods. */
export function isClosed(quota: KubeObject): boolean {
  return podsOf(quota) === "0";
}

function podsOf({ spec }: KubeObject): string | undefined {
  return textMembersIn(objectIn(spec).hard).pods;
}

function annotationsOf({ metadata }: KubeObject): StringMap {
  return textMembersIn(metadata.annotations);
}

function namespaceOf({ before, after }: PlannedObject): string {
  const { metadata } = after ?? before ?? {};
  return metadata?.namespace ?? metadata?.name ?? "";
}

function annotation(key: string): string {
  return `metadata[0].annotations[${JSON.stringify(key)}]`;
}
