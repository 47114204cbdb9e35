import type { Cluster, ObjectRef } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { removed, type Removal } from "../manifest/remove";
import { pause } from "./guarded";

/** How an object is removed that somebody may take over. */
export interface JudgedRemoval extends Omit<Removal, "object" | "unchanged"> {
  /** Whether what is there may go, and is not to stay as another's. @throws DiagnosticError where it may not */
  readonly isOurs: (found: KubeObject) => boolean | Promise<boolean>;
}

/**
 * Removes an object as it was judged: where somebody writes to it meanwhile, it is judged anew.
 *
 * @returns `false` where it is another's
 */
export async function removedAsJudged(cluster: Cluster, ref: ObjectRef, removal: JudgedRemoval): Promise<boolean> {
  const { isOurs, meanwhile, ...wait } = removal;
  for (let turn = 1; ; turn += 1) {
    const object = await cluster.until(wait.signal).get(ref);
    if (object === undefined) {
      await meanwhile?.();
      return true;
    }
    if (!(await isOurs(object))) return false;
    // Nobody takes over what goes already, and the cluster writes to it as long as it goes.
    const unchanged = object.metadata.deletionTimestamp === undefined;
    const end = { ...wait, object, unchanged, ...(meanwhile === undefined ? {} : { meanwhile }) };
    if (await unlessChanged(() => removed(cluster, ref, end))) return true;
    await pause(turn);
  }
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
