import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { boundedText, named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { listIn, objectIn, textIfAny } from "../../model/json";
import { endedAsJudged, isEnding } from "../../provider/objects/judged-removal";
import { ProjectError } from "../command";
import { isProtected } from "./live";
import type { RemovedTenant } from "./plan";

export interface EndOptions {
  /** How long the deletion may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Called every few seconds with what is left. */
  readonly onWait: (left: string) => void;
  /** Time between two looks, in milliseconds. @default 500 */
  readonly intervalMs?: number;
  /** Whether what is there may go, and is not to stay as another state's. @default - it may */
  readonly isOurs?: (namespace: KubeObject) => boolean | Promise<boolean>;
}

/** How long admission may take to notice that a tenant is no longer protected. */
const ADMISSION_MS = 30_000;

/**
 * Deletes the namespace of a tenant and waits until it is gone. Since v1.34, Kubernetes deletes all pods of a namespace
 * before anything else, so none of them is ever without isolation. Who takes it over meanwhile writes to it, and it is judged anew.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 * @returns `false` where it stays as another state's
 * @throws ProjectError if it is not the one of the plan, is protected, or is not deleted in time
 */
export async function endNamespace(cluster: Cluster, removed: RemovedTenant, options: EndOptions): Promise<boolean> {
  const { isOurs = () => true } = options;
  let asked: KubeObject | undefined;
  const judged = {
    async isOurs(found: KubeObject) {
      if (!(await isOurs(found))) return false;
      assertPlanned(found, removed);
      return true;
    },
    async end(found: KubeObject) {
      if (!isEnding(found)) await requestEnd(cluster, found, options);
      asked = found;
    },
  };
  if (!(await endedAsJudged(cluster, namespaceRef(removed.namespace), judged))) return false;
  if (asked !== undefined) await untilGone(cluster, asked, options);
  return true;
}

async function untilGone(cluster: Cluster, { metadata }: KubeObject, options: EndOptions): Promise<void> {
  const { name, uid } = metadata;
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const now = await readNamespace(cluster, name);
    if (now === undefined || now.metadata.uid !== uid) return;
    const left = await holdUps(cluster, now);
    if (Date.now() >= deadline) {
      throw new ProjectError(overdue(name, left, options.timeoutMs), "namespace-remains");
    }
    options.onWait(left[0] ?? "");
    await sleep(options.intervalMs ?? 500);
  }
}

function readNamespace(cluster: Cluster, name: string): Promise<KubeObject | undefined> {
  return cluster.get(namespaceRef(name));
}

function namespaceRef(name: string): ObjectRef {
  return { apiVersion: "v1", kind: "Namespace", name };
}

/** A different namespace of the same name must not be deleted, whatever the state says. */
function assertPlanned({ metadata }: KubeObject, { namespace, uid }: RemovedTenant): void {
  const { labels = {} } = metadata;
  const isOurs = labels[LABELS.managedBy] === MANAGER && labels[LABELS.tenant] === namespace;
  if (isOurs && (uid === undefined || uid === metadata.uid)) return;
  const given = isOurs
    ? `uid ${String(metadata.uid)} in place of ${String(uid)}`
    : "one without the labels of a tenant";
  throw new ProjectError(
    `the namespace ${namespace} is not the one of the plan: received ${given}; hint: plan again`,
    "namespace-remains",
  );
}

/**
 * Repeated while admission still uses the former state: the protection of a tenant may just have been removed.
 *
 * @throws KubeError a conflict, where somebody wrote to it since it was read
 */
async function requestEnd(cluster: Cluster, { metadata }: KubeObject, { intervalMs = 500 }: EndOptions): Promise<void> {
  const { name, uid, resourceVersion } = metadata;
  const asRead = { uid: textIfAny(uid), resourceVersion: textIfAny(resourceVersion) };
  const deadline = Date.now() + ADMISSION_MS;
  for (;;) {
    try {
      await cluster.delete(namespaceRef(name), asRead);
      return;
    } catch (error) {
      if (!(error instanceof KubeError) || error.reason === "Conflict") throw error;
      if (!(await isOutOfDate(cluster, name, error)) || Date.now() >= deadline) {
        throw new ProjectError(`the namespace ${name} is not deleted: ${error.message}`, "namespace-remains");
      }
      await sleep(intervalMs);
    }
  }
}

async function isOutOfDate(cluster: Cluster, name: string, { message }: KubeError): Promise<boolean> {
  if (!message.includes("hikube-protected-")) return false;
  const live = await readNamespace(cluster, name);
  return live === undefined || !isProtected(live);
}

/** What is still there, the most useful information first. */
async function holdUps(cluster: Cluster, namespace: KubeObject): Promise<readonly string[]> {
  const pods = await visiblePods(cluster, namespace.metadata.name);
  const held = pods.filter(({ metadata }) => finalizersOf(metadata).length > 0);
  return [
    ...(pods.length === 0
      ? []
      : [`${String(pods.length)} pods left: ${few(pods.map(({ metadata }) => metadata.name))}`]),
    ...held.map(({ metadata }) => `pod ${metadata.name} is held by the finalizer ${finalizersOf(metadata).join(", ")}`),
    ...listIn(objectIn(namespace.status).conditions)
      .map(objectIn)
      .filter(({ status }) => status === "True")
      .map(({ message }) => textIfAny(message) ?? ""),
  ];
}

/** An account that may apply tenants may not be allowed to list their pods. */
async function visiblePods(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  try {
    return await cluster.list({ apiVersion: "v1", kind: "Pod" }, { namespace, keep: withFinalizers });
  } catch (error) {
    if (error instanceof KubeError && error.code === 403) return [];
    throw error;
  }
}

/** Few of each are told. */
function withFinalizers(pod: KubeObject): KubeObject {
  const which = named(pod);
  const finalizers = finalizersOf(pod.metadata).slice(0, 3).map(boundedText);
  return { ...which, metadata: { ...which.metadata, finalizers } };
}

function finalizersOf(metadata: KubeObject["metadata"]): readonly string[] {
  return listIn(objectIn(metadata).finalizers).flatMap((each) => textIfAny(each) ?? []);
}

function few(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${String(names.length - 3)} more` : "";
  return `${names.slice(0, 3).join(", ")}${more}`;
}

function overdue(namespace: string, left: readonly string[], timeoutMs: number): readonly string[] {
  return [
    `the namespace ${namespace} is still there after ${String(Math.round(timeoutMs / 1000))} s`,
    ...left.slice(0, 10).map((each) => `  ${each}`),
    "  it is deleted as soon as they are, and its isolation stays as long as its pods; hint: remove the finalizer, or wait, and run this command again",
  ];
}
