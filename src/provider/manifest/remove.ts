import { objectIn, textIfAny, textIn, textsIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Cluster, KindRef, ObjectRef, ReadOptions } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { poll } from "../../kube/poll";
import { printableLine } from "../../model/printable";
import { DiagnosticError, type Diagnostics } from "../../plugin";
import { found, isNoKind } from "./apply";
import { foundIfOpen } from "./closed";
import { titleOf } from "./body";
import { definedBy, isDefinition } from "./definitions";
import { conditionsOf, type WaitOptions } from "./wait";

/** How an object is removed. */
export interface Removal extends WaitOptions {
  /** As it was read. @default - it is read first */
  readonly object?: KubeObject | undefined;
  /** Whether it only goes as it was read: what was written to it since is an error of the server. @default false */
  readonly unchanged?: boolean;
  /** What goes while it is on its way out, and nobody makes one of its name. @default - nothing */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Deletes an object and waits until it is gone. One that was made since under the same name is another one, and stays.
 *
 * @throws DiagnosticError what holds it, where the time is over
 */
export async function removed(cluster: Cluster, ref: ObjectRef, removal: Removal): Promise<void> {
  const { signal, stopping, unchanged, meanwhile = () => Promise.resolve() } = removal;
  let { object } = removal;
  try {
    const bounded = cluster.until(signal);
    object ??= await foundIfOpen(bounded, ref);
    const isAsked = await deletedThis(bounded, ref, object, unchanged);
    if (isAsked || (await foundIfOpen(bounded, ref)) === undefined) await meanwhile();
    if (!isAsked) return;
    const options = { timeoutMs: Infinity, signal: AbortSignal.any([signal, stopping]) };
    await poll(async () => ((await leftOf(bounded, ref, object)) === undefined ? true : undefined), options);
  } catch (error) {
    if (!signal.aborted && !stopping.aborted) throw error;
    const left = await found(cluster, ref);
    if (left === undefined || isOther(left, object)) return;
    const why = signal.aborted ? textIn(objectIn(signal.reason).summary) : "Terraform asked to stop";
    throw new DiagnosticError(
      `${titleOf(ref)} is not gone yet`,
      [`${why}. It was asked to go.`, ...holdersOf(left), ...(await heldIn(cluster, left))].join("\n"),
    );
  }
}

/**
 * Deletes an object as it was read: one that was made since under its name stays. What could not be read is deleted by its name.
 *
 * @returns `false` where it is not there
 */
export async function deletedThis(
  cluster: Cluster,
  ref: ObjectRef,
  object?: KubeObject,
  unchanged = false,
): Promise<boolean> {
  const [uid, version] = [object?.metadata.uid, object?.metadata.resourceVersion].map(textIfAny);
  try {
    return await cluster.delete(ref, {
      ...(uid === undefined ? {} : { uid }),
      ...(unchanged && version !== undefined ? { resourceVersion: version } : {}),
    });
  } catch (error) {
    if (isNoKind(error)) return false;
    const isRefused = error instanceof KubeError && error.reason === "Conflict";
    if (isRefused && (await leftOf(cluster, ref, object)) === undefined) return false;
    throw error;
  }
}

async function leftOf(
  cluster: Cluster,
  ref: ObjectRef,
  object: KubeObject | undefined,
): Promise<KubeObject | undefined> {
  const now = await foundIfOpen(cluster, ref);
  return now === undefined || isOther(now, object) ? undefined : now;
}

/** Whether it has but the name of an object; of one that was never read nobody knows. */
function isOther({ metadata }: KubeObject, object: KubeObject | undefined): boolean {
  return object !== undefined && metadata.uid !== object.metadata.uid;
}

/** What keeps an object that was deleted: finalizers, and what a namespace says of itself. */
function holdersOf(object: KubeObject): readonly string[] {
  const finalizers = textsIn(object.metadata.finalizers);
  const hint = "Whoever put a finalizer there has to take it away; a controller that is not there any more never will.";
  const told = conditionsOf(object).filter(({ status, message }) => status === "True" && textIn(message) !== "");
  return [
    ...(finalizers.length === 0 ? [] : [`Its finalizers: ${finalizers.join(", ")}. ${hint}`]),
    ...(object.kind === "Namespace" ? told.map(conditionLine) : []),
  ].map(printableLine);
}

/** Kinds that most often keep a namespace; of others it tells the number, in its own time. */
const KEPT_KINDS = ["Pod", "PersistentVolumeClaim", "Service", "ConfigMap", "Secret"].map((kind) => ({
  apiVersion: "v1",
  kind,
}));

/** The cluster takes its own away where the object is asked to go, which takes some seconds. */
function isOfCluster(finalizer: string): boolean {
  return /(^|\.)kubernetes\.io\//.test(finalizer);
}

/** What goes with an object: what is in a namespace, and the objects of a kind whose definition goes. */
function partsOf(object: KubeObject): readonly (readonly [KindRef, ReadOptions])[] {
  if (object.kind === "Namespace") return KEPT_KINDS.map((kind) => [kind, { namespace: object.metadata.name }]);
  const kind = isDefinition(object) ? definedBy(object) : undefined;
  return kind === undefined ? [] : [[kind, {}]];
}

/** What of that a finalizer holds. Whoever may not list says nothing of it. */
async function heldIn(cluster: Cluster, object: KubeObject): Promise<readonly string[]> {
  const lists = partsOf(object).map(([kind, options]) =>
    cluster.list(kind, { ...options, keep: withFinalizers }).catch(() => []),
  );
  const held = (await Promise.all(lists)).flat().filter(({ metadata }) => {
    const finalizers = textsIn(metadata.finalizers);
    return finalizers.length > 0 && (metadata.deletionTimestamp !== undefined || !finalizers.every(isOfCluster));
  });
  return held
    .slice(0, MOST_NAMES)
    .map((one) => `- ${titleOf(refOf(one))} is held by ${textsIn(one.metadata.finalizers).join(", ")}`)
    .map(printableLine);
}

function withFinalizers(object: KubeObject): KubeObject {
  const which = named(object);
  return { ...which, metadata: { ...which.metadata, finalizers: object.metadata.finalizers } };
}

function conditionLine({ type, message }: Readonly<Record<string, unknown>>): string {
  return `- ${textIn(type)}: ${textIn(message)}`;
}

/** Objects that are named at most. */
const MOST_NAMES = 5;

/** Warns where an object takes others along: a definition of a kind all objects of that kind. */
export async function warnOfRemoval(
  cluster: Cluster,
  ref: ObjectRef,
  { stored, diagnostics }: { readonly stored: JsonRecord; readonly diagnostics: Diagnostics },
): Promise<void> {
  if (!isDefinition(ref)) return;
  const kind = definedBy(stored) ?? definedBy(await found(cluster, ref));
  const objects = kind === undefined ? [] : await cluster.list(kind, { keep: named });
  if (kind === undefined || objects.length === 0) return;
  const count = `${String(objects.length)} object${objects.length === 1 ? "" : "s"}`;
  const names = objects
    .slice(0, MOST_NAMES)
    .map(({ metadata }) => [metadata.namespace ?? [], metadata.name].flat().join("/"));
  const more = objects.length > MOST_NAMES ? ` and ${String(objects.length - MOST_NAMES)} more` : "";
  diagnostics.warning(
    `The removal of ${titleOf(ref)} removes ${count} of kind ${kind.kind}`,
    `${names.join(", ")}${more}.`,
  );
}
