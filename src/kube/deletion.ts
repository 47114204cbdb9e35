import type { Cluster, ObjectRef } from "./cluster";
import { poll, type PollOptions } from "./poll";

/** Deletes an object, and tells whether it was gone before the time was over. */
export async function deleteAndWait(cluster: Cluster, ref: ObjectRef, options: PollOptions): Promise<boolean> {
  if (!(await cluster.delete(ref))) return true;
  const gone = await poll(async () => ((await cluster.get(ref)) === undefined ? true : undefined), options);
  return gone === true;
}
