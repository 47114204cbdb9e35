import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { DiagnosticError } from "../../plugin";
import { differences, hasFormer } from "./differences";
import { apply, explainedWrite, withoutSurplus, type Writer } from "./write";

/** A write that is refused where somebody else wrote since. */
export interface Guarded {
  readonly object: KubeObject;
  /** Whether what is there now may be written over: its version alone is another, or the answer to the very call was lost. */
  readonly isOurs: (now: KubeObject) => boolean;
  /** Why it is not written where it may not be. */
  readonly lost: () => DiagnosticError | Promise<DiagnosticError>;
}

/** Writes over what is there, as long as that may be written over; what is right already is not written. */
export async function writeOver({ cluster, live }: Writer, { object, isOurs, lost }: Guarded): Promise<void> {
  const found = await cluster.get(refOf(object));
  if (found === undefined || !isOurs(found)) throw await lost();
  if (differences(object, found).length === 0 && !hasFormer(object, found)) {
    live.put(found);
    return;
  }
  const guarded = { object: versioned(object, found.metadata.resourceVersion), isOurs, lost };
  const applied = await putGuarded(cluster, guarded, (next) => apply({ cluster }, next));
  live.put(await withoutSurplus({ cluster }, object, applied));
}

/** Puts an object as of its version; where that is another by now, what is there is judged, and the object put anew. */
export async function putGuarded(
  cluster: Cluster,
  { object, isOurs, lost }: Guarded,
  put: (object: KubeObject) => Promise<KubeObject>,
): Promise<KubeObject> {
  let version = object.metadata.resourceVersion;
  for (let turn = 1; ; turn += 1) {
    const answer = await unlessConflict(object, () => put(versioned(object, version)));
    if (answer !== undefined) return answer;
    await pause(turn);
    const now = await cluster.get(refOf(object));
    if (now === undefined || !isOurs(now)) throw await lost();
    version = now.metadata.resourceVersion;
  }
}

/** Before a write is tried again that met another one, growing: writers that meet again and again would only load the server. */
export async function pause(turn: number): Promise<void> {
  await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 20 * turn));
}

const LONGEST_PAUSE_MS = 400;

/** An object that is written as long as its version is this one. */
export function versioned(object: KubeObject, resourceVersion: unknown): KubeObject {
  return resourceVersion === undefined ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/** Nothing where somebody else wrote it. */
function unlessConflict(object: KubeObject, call: () => Promise<KubeObject>): Promise<KubeObject | undefined> {
  return explainedWrite(object, () =>
    call().catch((error: unknown) => {
      if (error instanceof KubeError && error.reason === "Conflict") return undefined;
      throw error;
    }),
  );
}
