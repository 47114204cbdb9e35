import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, ObjectRef } from "./cluster";

export interface PollOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Asks again, with growing pauses, until there is an answer.
 *
 * @returns `undefined` once the time is over
 * @throws whatever `ask` throws, and an AbortError where Terraform asks to stop
 */
export async function poll<T>(ask: () => Promise<T | undefined>, options: PollOptions): Promise<T | undefined> {
  const end = Date.now() + options.timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() + pause > end) return undefined;
    await sleep(pause, undefined, { signal: options.signal });
  }
}

/** Deletes an object, and tells whether it was gone before the time was over. */
export async function deleteAndWait(cluster: Cluster, ref: ObjectRef, options: PollOptions): Promise<boolean> {
  if (!(await cluster.delete(ref))) return true;
  const gone = await poll(async () => ((await cluster.get(ref)) === undefined ? true : undefined), options);
  return gone === true;
}
