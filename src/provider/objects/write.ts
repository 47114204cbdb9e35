import type { Cluster, KindRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError } from "../../plugin";
import { toldOf } from "../explained";
import { differences, hasFormer, surplus } from "./differences";
import type { LiveObjects } from "./live";
import { FIELD_MANAGER } from "./managers";
import { objectKey, refOfKey } from "./object-key";
import type { Digests } from "./state";

/** Where objects are written. */
export interface Writer {
  readonly cluster: Cluster;
  readonly live: LiveObjects;
}

/** How a resource of several objects is changed. */
export interface Change {
  /** What it consisted of: what it does no longer is removed. */
  readonly before: Digests;
  /** Aborts when its time is over. */
  readonly signal: AbortSignal;
}

/** Brings an object to what it should be; what is right already is not written. */
export async function write(writer: Writer, wanted: KubeObject): Promise<KubeObject> {
  const { cluster, live } = writer;
  const { name, namespace } = wanted.metadata;
  const found = await live.get(wanted, name, namespace);
  if (found !== undefined && differences(wanted, found).length === 0 && !hasFormer(wanted, found)) return found;
  const applied = await explainedWrite(wanted, () => apply({ cluster }, wanted));
  const written = await withoutSurplus(writer, wanted, applied);
  live.put(written);
  return written;
}

/** An apply takes nothing away that somebody else owns: what nobody asked for is patched away. */
export async function withoutSurplus(
  { cluster }: Pick<Writer, "cluster">,
  wanted: KubeObject,
  applied: KubeObject,
): Promise<KubeObject> {
  const extra = surplus(wanted, applied);
  if (extra === undefined) return applied;
  const patch = () => cluster.patch(refOf(wanted), "merge", extra, { fieldManager: FIELD_MANAGER });
  return explainedWrite(wanted, patch);
}

/** Writes what this provider declares of an object, and takes away what it declared before. */
export function apply({ cluster }: Pick<Writer, "cluster">, wanted: KubeObject): Promise<KubeObject> {
  return cluster.apply(wanted, { fieldManager: FIELD_MANAGER, force: true });
}

/** All at once: none of them needs another one. */
export async function writeAll(writer: Writer, objects: readonly KubeObject[]): Promise<void> {
  await Promise.all(objects.map((object) => write(writer, object)));
}

/** What a resource consisted of, and what it does now. */
export interface Replaced {
  readonly before: Digests;
  readonly now: readonly KubeObject[];
  /** Namespace of those whose key names none. */
  readonly home: string;
  /** Kinds that it may consist of. */
  readonly kinds: readonly KindRef[];
  /** Is asked before each removal. @throws where somebody else has taken the resource. @default - nothing is asked */
  readonly goesOn?: () => Promise<void>;
}

/** Removes what a resource consists of no longer; never a namespace, which holds what is others'. */
export async function removeOthers({ cluster }: Writer, { before, now, home, kinds, goesOn }: Replaced): Promise<void> {
  const versions = new Map(kinds.map(({ kind, apiVersion }) => [kind, apiVersion]));
  const kept = new Set(now.map((object) => objectKey(object, home)));
  for (const key of Object.keys(before).filter((one) => !kept.has(one))) {
    const ref = refOfKey(key, home, versions);
    if (ref === undefined || ref.kind === "Namespace") continue;
    await goesOn?.();
    await cluster.delete(ref);
  }
}

/** @throws DiagnosticError that names the object, with the server's words and what to do */
export async function explainedWrite<T>(object: KubeObject, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof KubeError ? notWritten(object, error) : error;
  }
}

function notWritten({ kind, metadata: { name, namespace } }: KubeObject, error: KubeError): DiagnosticError {
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  return new DiagnosticError(`${kind} ${place} was not written`, toldOf(error));
}
