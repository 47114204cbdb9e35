import type { KubeObject } from "../kubernetes/kube-object";
import { objectIn } from "../json";
import { ANNOTATIONS } from "./objects/labels";
import { MOST_REPLICAS } from "./resolve/replicas";

/** A JSON merge patch. @see https://www.rfc-editor.org/rfc/rfc7386 */
export type MergePatch = Readonly<Record<string, unknown>>;

/** Workloads that hold pods, in the order in which they are put to sleep: what makes the others comes first. */
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

/** Conditions of a Job that runs no more. */
const ENDS = new Set<unknown>(["Complete", "Failed"]);

/**
 * Puts a workload to sleep and notes on it how it was: replicas become 0, jobs are suspended. An autoscaler leaves a
 * workload of no replicas alone. A StatefulSet keeps its claims meanwhile, whatever it says of scaling down.
 * @returns nothing where it sleeps already, has ended, or may go to sleep with the Deployment that it calls its owner
 */
export function suspendPatch(workload: KubeObject): MergePatch | undefined {
  if (isDeployed(workload)) return undefined;
  const { suspend, replicas = 1 } = objectIn(workload.spec);
  if (isJob(workload)) return suspend === true || hasEnded(workload) ? undefined : patch({ suspend: true }, "false");
  if (replicas === 0) return undefined;
  return merged(patch({ replicas: 0 }, String(replicas)), losesClaims(workload) ? claims(RETAIN, DELETE) : {});
}

/**
 * Wakes a workload that `suspendPatch` put to sleep; one that slept before is left as it is.
 * @returns nothing where there is nothing to wake, or where it wakes with the Deployment that made it
 */
export function resumePatch(workload: KubeObject): MergePatch | undefined {
  const note = workload.metadata.annotations?.[ANNOTATIONS.awake];
  if (note === undefined || isDeployed(workload)) return undefined;
  if (isJob(workload)) return patch({ suspend: false }, null);
  const replicas = notedReplicas(workload, ANNOTATIONS.awake);
  const woken = patch(replicas === undefined ? {} : { replicas }, null);
  const kept = workload.metadata.annotations?.[ANNOTATIONS.awakeClaims];
  return kept === DELETE && workload.kind === "StatefulSet" ? merged(woken, claims(DELETE, null)) : woken;
}

/** Whether a workload sleeps on when it is resumed, because its note says nothing that its replicas can be. */
export function isSpoiled(workload: KubeObject): boolean {
  return (
    !isJob(workload) &&
    !isDeployed(workload) &&
    workload.metadata.annotations?.[ANNOTATIONS.awake] !== undefined &&
    notedReplicas(workload, ANNOTATIONS.awake) === undefined
  );
}

/** Whether it asks for no pods. */
export function isAsleep({ spec }: KubeObject): boolean {
  const { suspend, replicas } = objectIn(spec);
  return suspend === true || replicas === 0;
}

/** The note is the tenant's to write, and what wakes a tenant may be a cluster-admin. */
function notedReplicas({ kind, metadata }: KubeObject, key: string): number | undefined {
  const note = metadata.annotations?.[key] ?? "";
  const most = kind === "StatefulSet" ? MOST_REPLICAS : MOST_INT32;
  return /^\d{1,10}$/.test(note) && Number(note) <= most ? Number(note) : undefined;
}

/**
 * Notes on a ReplicaSet that its Deployment left awake how it was. Under a key of its own: a Deployment copies its own
 * note to its ReplicaSets.
 */
export function noteRest({ spec }: KubeObject): MergePatch {
  const { replicas = 1 } = objectIn(spec);
  return { metadata: { annotations: { [ANNOTATIONS.awakeRest]: String(replicas) } } };
}

/** Wakes it. @returns nothing where it is awake already, or carries no note that can be read */
export function wakeRest(set: KubeObject): MergePatch | undefined {
  const replicas = notedReplicas(set, ANNOTATIONS.awakeRest);
  return replicas !== undefined && objectIn(set.spec).replicas !== replicas ? { spec: { replicas } } : undefined;
}

function patch(spec: MergePatch, note: string | null): MergePatch {
  return { metadata: { annotations: { [ANNOTATIONS.awake]: note } }, spec };
}

const RETAIN = "Retain";
const DELETE = "Delete";

/**
 * Whether its volumes would go with its pods: sleeping is scaling down, and must not lose them.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
function losesClaims({ kind, spec }: KubeObject): boolean {
  return kind === "StatefulSet" && objectIn(objectIn(spec).persistentVolumeClaimRetentionPolicy).whenScaled === DELETE;
}

function claims(whenScaled: string, note: string | null): MergePatch {
  return {
    metadata: { annotations: { [ANNOTATIONS.awakeClaims]: note } },
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
 * A Deployment copies its annotations to its ReplicaSets, our note too; they follow it by themselves. Any other owner
 * may be made up, and would keep its pods awake.
 */
export function isDeployed({ kind, metadata }: KubeObject): boolean {
  const { ownerReferences } = metadata;
  if (kind !== "ReplicaSet" || !Array.isArray(ownerReferences)) return false;
  return ownerReferences
    .map(objectIn)
    .some(({ controller, kind: owner }) => controller === true && owner === "Deployment");
}

function hasEnded({ status }: KubeObject): boolean {
  const { conditions } = objectIn(status);
  if (!Array.isArray(conditions)) return false;
  return conditions.map(objectIn).some(({ type, status: holds }) => holds === "True" && ENDS.has(type));
}
