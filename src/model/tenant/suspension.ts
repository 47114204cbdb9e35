import type { KubeObject } from "../kubernetes/kube-object";
import { listIn, objectIn, type JsonRecord } from "../json";
import { ANNOTATIONS } from "./spec/labels";
import { MOST_REPLICAS } from "./resolve/replicas";

/** A JSON merge patch. @see https://www.rfc-editor.org/rfc/rfc7386 */
export type MergePatch = Readonly<Record<string, unknown>>;

/** Workloads that own pods, in the order in which they are suspended: owners come before what they own. */
export const SUSPENDED_KINDS: readonly { readonly apiVersion: string; readonly kind: string }[] = [
  { apiVersion: "batch/v1", kind: "CronJob" },
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "StatefulSet" },
  { apiVersion: "apps/v1", kind: "ReplicaSet" },
  { apiVersion: "v1", kind: "ReplicationController" },
];

/** The field is a signed number of 32 bits. */
const MOST_INT32 = 2_147_483_647;

/** Conditions of a finished Job. */
const ENDS = new Set<unknown>(["Complete", "Failed"]);

/**
 * Suspends a workload and records its former state in annotations: replicas become 0, jobs are suspended. An autoscaler
 * ignores a workload with 0 replicas. A StatefulSet keeps its claims meanwhile, whatever its retention policy is.
 * @returns nothing if it is suspended already, has ended, or follows the Deployment that it names as owner
 */
export function suspendPatch(workload: KubeObject): MergePatch | undefined {
  if (isDeployed(workload)) return undefined;
  const { suspend, replicas = 1 } = objectIn(workload.spec);
  if (isJob(workload)) return suspend === true || hasEnded(workload) ? undefined : patch({ suspend: true }, "false");
  if (replicas === 0) return undefined;
  return merged(patch({ replicas: 0 }, String(replicas)), losesClaims(workload) ? claims(RETAIN, DELETE) : {});
}

/**
 * Restores a workload that `suspendPatch` suspended; one that was suspended before stays as it is.
 * @returns nothing if there is nothing to restore, or if it follows the Deployment that owns it
 */
export function resumePatch(workload: KubeObject): MergePatch | undefined {
  const note = workload.metadata.annotations?.[ANNOTATIONS.replicasBeforeSuspend];
  if (note === undefined || isDeployed(workload)) return undefined;
  if (isJob(workload)) return patch({ suspend: false }, null);
  const replicas = notedReplicas(workload, ANNOTATIONS.replicasBeforeSuspend);
  const resumed = patch(replicas === undefined ? {} : { replicas }, null);
  const kept = workload.metadata.annotations?.[ANNOTATIONS.claimRetentionBeforeSuspend];
  return kept === DELETE && workload.kind === "StatefulSet" ? merged(resumed, claims(DELETE, null)) : resumed;
}

/** Whether a workload cannot be restored, because its annotation is not a valid number of replicas. */
export function isSpoiled(workload: KubeObject): boolean {
  return (
    !isJob(workload) &&
    !isDeployed(workload) &&
    workload.metadata.annotations?.[ANNOTATIONS.replicasBeforeSuspend] !== undefined &&
    notedReplicas(workload, ANNOTATIONS.replicasBeforeSuspend) === undefined
  );
}

/** Whether it asks for no pods. */
export function isSuspended({ spec }: KubeObject): boolean {
  const { suspend, replicas } = objectIn(spec);
  return suspend === true || replicas === 0;
}

/** The tenant may have written the annotation, and a cluster-admin may run `resume`. */
function notedReplicas({ kind, metadata }: KubeObject, key: string): number | undefined {
  const note = metadata.annotations?.[key] ?? "";
  const most = kind === "StatefulSet" ? MOST_REPLICAS : MOST_INT32;
  return /^\d{1,10}$/.test(note) && Number(note) <= most ? Number(note) : undefined;
}

/**
 * Records the replicas of a ReplicaSet that its Deployment did not scale down. Under its own key, because a Deployment
 * copies its annotations to its ReplicaSets.
 */
export function suspendReplicaSetPatch({ spec }: KubeObject): MergePatch {
  const { replicas = 1 } = objectIn(spec);
  return { metadata: { annotations: { [ANNOTATIONS.ownReplicasBeforeSuspend]: String(replicas) } } };
}

/** Restores it. @returns nothing if it is restored already, or has no valid annotation */
export function resumeReplicaSetPatch(set: KubeObject): MergePatch | undefined {
  const replicas = notedReplicas(set, ANNOTATIONS.ownReplicasBeforeSuspend);
  return replicas !== undefined && objectIn(set.spec).replicas !== replicas ? { spec: { replicas } } : undefined;
}

function patch(spec: MergePatch, note: string | null): MergePatch {
  return { metadata: { annotations: { [ANNOTATIONS.replicasBeforeSuspend]: note } }, spec };
}

const RETAIN = "Retain";
const DELETE = "Delete";

/**
 * Whether scaling it down would delete its volumes.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
function losesClaims({ kind, spec }: KubeObject): boolean {
  return kind === "StatefulSet" && objectIn(objectIn(spec).persistentVolumeClaimRetentionPolicy).whenScaled === DELETE;
}

function claims(whenScaled: string, note: string | null): MergePatch {
  return {
    metadata: { annotations: { [ANNOTATIONS.claimRetentionBeforeSuspend]: note } },
    spec: { persistentVolumeClaimRetentionPolicy: { whenScaled } },
  };
}

/** Two patches that write different annotations and fields. */
function merged(left: MergePatch, right: MergePatch): MergePatch {
  const annotations = {
    ...objectIn(objectIn(left.metadata).annotations),
    ...objectIn(objectIn(right.metadata).annotations),
  };
  return { metadata: { annotations }, spec: { ...objectIn(left.spec), ...objectIn(right.spec) } };
}

function isJob({ kind }: KubeObject): boolean {
  return kind === "CronJob" || kind === "Job";
}

/**
 * ReplicaSets follow their Deployment, which copies its annotations to them, ours too. Any other owner may be made up,
 * and would keep its pods running.
 */
export function isDeployed({ kind, metadata }: KubeObject): boolean {
  const { controller, kind: owner } = controllerOf({ metadata }) ?? {};
  return kind === "ReplicaSet" && controller === true && owner === "Deployment";
}

function hasEnded({ status }: KubeObject): boolean {
  return endOf(status) !== undefined;
}

/** The condition that says that a Job has ended, if it has. */
export function endOf(status: unknown): JsonRecord | undefined {
  const conditions = listIn(objectIn(status).conditions).map(objectIn);
  return conditions.find(({ type, status: holds }) => holds === "True" && ENDS.has(type));
}

/** The owner that manages an object, else any. */
export function controllerOf({ metadata }: Pick<KubeObject, "metadata">): JsonRecord | undefined {
  const owners = listIn(metadata.ownerReferences).map(objectIn);
  return owners.find(({ controller }) => controller === true) ?? owners[0];
}
