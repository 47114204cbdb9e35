import type { Cluster, ObjectRef } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { removed, type Removal } from "../manifest/remove";
import { pause } from "./guarded";

/** What is done to an object that somebody may take over. */
export interface Judged {
  /** Whether what is there may go, and is not to stay as another's. @throws DiagnosticError where it may not */
  readonly isOurs: (found: KubeObject) => boolean | Promise<boolean>;
  /** Asks what was judged to go, as it was read: what was written to it since must be a conflict. */
  readonly end: (found: KubeObject) => Promise<void>;
  /** What is done where there is none. @default - nothing */
  readonly none?: () => Promise<void>;
}

/**
 * Ends an object as it was judged: where somebody writes to it meanwhile, it is judged anew.
 *
 * @returns `false` where it is another's
 */
export async function endedAsJudged(cluster: Cluster, ref: ObjectRef, judged: Judged): Promise<boolean> {
  const { isOurs, end, none } = judged;
  for (let turn = 1; ; turn += 1) {
    const object = await cluster.get(ref);
    if (object === undefined) {
      await none?.();
      return true;
    }
    if (!(await isOurs(object))) return false;
    if (await unlessChanged(() => end(object))) return true;
    await pause(turn);
  }
}

/** How an object is removed that somebody may take over. */
export interface JudgedRemoval extends Omit<Removal, "object" | "unchanged">, Pick<Judged, "isOurs"> {}

/**
 * Removes an object as it was judged, and waits until it is gone.
 *
 * @returns `false` where it is another's
 */
export async function removedAsJudged(cluster: Cluster, ref: ObjectRef, removal: JudgedRemoval): Promise<boolean> {
  const { isOurs, meanwhile, ...wait } = removal;
  const also = meanwhile === undefined ? {} : { meanwhile };
  const end = (object: KubeObject) => removed(cluster, ref, { ...wait, object, unchanged: !isEnding(object), ...also });
  return endedAsJudged(cluster.until(wait.signal), ref, { isOurs, end, none: meanwhile });
}

/** Nobody takes over what goes already, and the cluster writes to it as long as it goes. */
export function isEnding({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** @returns `false` where somebody wrote since it was read */
async function unlessChanged(remove: () => Promise<void>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    if (error instanceof KubeError && error.reason === "Conflict") return false;
    throw error;
  }
}
