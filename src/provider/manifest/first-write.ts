import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import { ownersOf, type FieldOwner } from "../../kube/managed-fields";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError } from "../../plugin";
import { FIELD_MANAGER, firstManager, isFirstManager } from "../objects/managers";
import { appliedOnceServed, found, type Outcome, type Terms } from "./apply";
import { conflictsIn } from "./conflicts";
import { holderOn } from "./holder";
import { alreadyExists } from "./rehearse";

/** Others may write the object between a look at it and a patch. */
const TRIES = 5;

/**
 * Makes an object that was not there. Of two who do so at the same moment the second is refused: as one field manager the two would
 * meet no conflict. So the first write is that of a manager of its own, which then gets our name. It may be repeated.
 *
 * @throws DiagnosticError where somebody else has made it since
 */
export async function made(
  cluster: Cluster,
  object: KubeObject,
  { hidden, signal }: Pick<Terms, "hidden"> & { readonly signal: AbortSignal },
): Promise<Outcome> {
  const as = firstManager();
  const terms = { force: false, paths: [], hidden, as, signal };
  const { object: written } = await appliedOnceServed(cluster, object, terms).catch(async (error: unknown) => {
    if (!(error instanceof KubeError) || conflictsIn(error).length === 0) throw error;
    throw await madeMeanwhile(cluster, object);
  });
  if (wasThere(written, as)) {
    // What stays of it for now is dropped by the next apply of whoever holds the object.
    await withoutManager(cluster, written, as).catch(() => undefined);
    throw await madeMeanwhile(cluster, written);
  }
  return { object: await renamed(cluster, written, as), overruled: [] };
}

/** Drops what first writes left of an object that our own manager has applied now: fields that nobody declares any more go. */
export async function withoutFirstWrites(cluster: Cluster, object: KubeObject): Promise<KubeObject> {
  let last = object;
  for (const { manager } of ownersOf(object).filter((owner) => isFirstManager(owner.manager))) {
    // It is nobody's need: the next apply does it again.
    last = await withoutManager(cluster, object, manager).catch(() => last);
  }
  return last;
}

/** An object that went meanwhile has another uid, and is not made by this. */
function withoutManager(cluster: Cluster, object: KubeObject, fieldManager: string): Promise<KubeObject> {
  const { apiVersion, kind } = object;
  const { name, namespace, uid } = object.metadata;
  const place = { name, ...(namespace === undefined ? {} : { namespace }), uid };
  return cluster.apply({ apiVersion, kind, metadata: place }, { fieldManager });
}

/**
 * Whether the answer to a first write shows that somebody has written the object before: of what was just made it names nobody else.
 * Where an answer was lost, and the write is repeated, controllers may have written since. What has nothing but a name does not tell.
 */
function wasThere(object: KubeObject, as: string): boolean {
  const all = ownersOf(object);
  const own = all.find(({ manager }) => manager === as);
  return all.some((owner) => owner.manager !== as && owner.subresource === "" && !isLater(owner, own));
}

/** Who changed nothing has no time: all was there. */
function isLater({ time }: FieldOwner, own: FieldOwner | undefined): boolean {
  return own !== undefined && own.time !== "" && time > own.time;
}

/** The object with our name for the manager of the first write; as it is where that is refused: it is ours all the same. */
async function renamed(cluster: Cluster, object: KubeObject, as: string): Promise<KubeObject> {
  let now = object;
  for (let turn = 0; turn < TRIES; turn += 1) {
    const at = ownersOf(now).findIndex(({ manager }) => manager === as);
    if (at < 0) {
      // The answer to the very rename was lost, or somebody has taken the object over.
      if (holderOn(now) !== holderOn(object)) throw await madeMeanwhile(cluster, now);
      return now;
    }
    const answer = await patched(cluster, now, at);
    if (answer instanceof KubeError) {
      const next = await cluster.get(refOf(now)).catch(() => undefined);
      if (next === undefined) return now;
      now = next;
    } else return answer;
  }
  return now;
}

/** @returns the refusal, where it is refused: also where the entry stands elsewhere by now */
async function patched(cluster: Cluster, object: KubeObject, at: number): Promise<KubeObject | KubeError> {
  const path = `/metadata/managedFields/${String(at)}/manager`;
  const patch = [
    { op: "test", path: "/metadata/uid", value: object.metadata.uid },
    { op: "test", path, value: ownersOf(object)[at]?.manager },
    { op: "replace", path, value: FIELD_MANAGER },
  ];
  try {
    return await cluster.patch(refOf(object), "json", patch, { fieldManager: FIELD_MANAGER });
  } catch (error) {
    if (error instanceof KubeError) return error;
    throw error;
  }
}

async function madeMeanwhile(cluster: Cluster, object: KubeObject): Promise<DiagnosticError> {
  const ref = refOf(object);
  const now = await found(cluster, ref).catch(() => undefined);
  const { summary, detail = "", path } = alreadyExists(ref, now ?? object);
  return new DiagnosticError(summary, `${MEANWHILE}\n${detail}`, path);
}

const MEANWHILE = "Somebody has made it since this apply looked for it, and nothing of theirs was changed: plan again.";
