import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import { noKind } from "../../kube/discovery";
import { poll } from "../../kube/poll";
import { objectIn, textIn } from "../../model/json";
import { DiagnosticError } from "../../plugin";
import { titleOf } from "./body";
import { withTypesOfServer } from "./coerce";
import { conflictError, conflictsIn, withoutValues, type Conflict } from "./conflicts";
import { isExtended, MANIFEST } from "./errors";
import { FIELD_MANAGER, isFirstManager } from "../objects/managers";

/** How an object is applied. */
export interface Terms {
  /** Take over every field. */
  readonly force: boolean;
  /** Paths of the fields that were ours after the last apply: whoever changed them is overruled. */
  readonly paths: readonly string[];
  /** Whether values of the object may not be shown. */
  readonly hidden: boolean;
  readonly dryRun?: boolean;
  /** Another field manager than ours, to which every conflict is a refusal. @default - ours */
  readonly as?: string;
}

/** What came of it. */
export interface Outcome {
  readonly object: KubeObject;
  /** Fields of ours that somebody else had changed. */
  readonly overruled: readonly Conflict[];
}

/**
 * Server-side apply as our field manager. Fields that were ours are set back, and those that a first write of ours left; those of
 * others are a conflict.
 *
 * @throws DiagnosticError for conflicts
 * @throws KubeError for every other refusal, and for conflicts of another field manager
 */
export async function applied(cluster: Cluster, object: KubeObject, terms: Terms): Promise<Outcome> {
  const { dryRun = false, force, as: fieldManager = FIELD_MANAGER } = terms;
  return withTypesOfServer(object, async (typed) => {
    const put = (forced: boolean) => cluster.apply(typed, { fieldManager, force: forced, dryRun });
    try {
      return { object: await put(force), overruled: [] };
    } catch (error) {
      const conflicts = error instanceof KubeError ? conflictsIn(error) : [];
      if (conflicts.length === 0 || fieldManager !== FIELD_MANAGER) throw error;
      const foreign = conflicts.filter(
        ({ field, manager }) => !terms.paths.includes(field) && !isFirstManager(manager),
      );
      if (foreign.length > 0)
        throw await conflictError(cluster, refOf(object), terms.hidden ? foreign.map(withoutValues) : foreign);
      return { object: await put(true), overruled: conflicts };
    }
  });
}

/** How long a kind may take until it is served after its definition was created, in milliseconds. */
const SERVED_WITHIN_MS = 30_000;

/** Whether the kind lives in namespaces, once the API server serves it: its definition may be seconds old. */
export async function scopeOnceServed(cluster: Cluster, ref: ObjectRef, signal: AbortSignal): Promise<boolean> {
  const isServed = isExtended(ref.apiVersion) ? scopeOf(cluster, ref) : cluster.isNamespaced(ref);
  const first = await isServed;
  if (first !== undefined) return first;
  try {
    const namespaced = await poll(() => scopeOf(cluster, ref), { timeoutMs: SERVED_WITHIN_MS, signal });
    return namespaced ?? (await cluster.isNamespaced(ref));
  } catch (error) {
    if (!signal.aborted) throw error;
    const { message } = noKind(ref);
    const why = textIn(objectIn(signal.reason).summary) || "Terraform asked to stop";
    throw new DiagnosticError(`Cannot apply ${titleOf(ref)}`, `${message}.\n\n${why}. Nothing was written.`, MANIFEST);
  }
}

/** `undefined` where the kind is not served. */
export async function scopeOf(cluster: Cluster, ref: ObjectRef): Promise<boolean | undefined> {
  try {
    return await cluster.isNamespaced(ref);
  } catch (error) {
    if (isNoKind(error)) return undefined;
    throw error;
  }
}

export function isNoKind(error: unknown): boolean {
  return error instanceof KubeError && error.reason === "NoKind";
}

/** The object, also where its kind is not served (any more): there is none then. */
export async function found(cluster: Cluster, ref: ObjectRef): Promise<KubeObject | undefined> {
  try {
    return await cluster.get(ref);
  } catch (error) {
    if (isNoKind(error)) return undefined;
    throw error;
  }
}

/** Discovery tells of a kind moments before its objects can be written. */
export async function appliedOnceServed(
  cluster: Cluster,
  object: KubeObject,
  { signal, ...terms }: Terms & { readonly signal: AbortSignal },
): Promise<Outcome> {
  const attempt = async (): Promise<Outcome | undefined> => {
    try {
      return await applied(cluster, object, terms);
    } catch (error) {
      if (isNotServedYet(error)) return undefined;
      throw error;
    }
  };
  const outcome = await poll(attempt, { timeoutMs: SERVED_WITHIN_MS, signal });
  return outcome ?? applied(cluster, object, terms);
}

/** A 404 that is about the place, not about the object's namespace: the server sends no Status with a reason. */
function isNotServedYet(error: unknown): boolean {
  return error instanceof KubeError && error.code === 404 && error.reason !== "NoKind" && error.reason !== "NotFound";
}

/** @throws DiagnosticError where a namespace is missing, or there is one too many */
export function checkNamespace(ref: ObjectRef, namespaced: boolean): void {
  const path = [...MANIFEST, "metadata", "namespace"];
  if (namespaced && ref.namespace === undefined) {
    const detail = `Objects of kind ${ref.kind} live in namespaces. Set metadata.namespace, e.g. to "default".`;
    throw new DiagnosticError(`${titleOf(ref)} needs a namespace`, detail, path);
  }
  if (!namespaced && ref.namespace !== undefined) {
    const detail = `Objects of kind ${ref.kind} live in no namespace. Remove metadata.namespace.`;
    throw new DiagnosticError(`${titleOf(ref)} cannot have a namespace`, detail, path);
  }
}
