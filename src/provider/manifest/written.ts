import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { HikubeClient } from "../client";
import { appliedOnceServed, found, type Outcome, type Terms } from "./apply";
import { conflictsIn } from "./conflicts";
import { made, withoutFirstWrites } from "./first-write";
import { mayBeOthers, refuseOthers } from "./others-objects";

/** How an object is written. */
interface Writing extends Terms {
  /** Whether it was looked for, and is not there. */
  readonly isNew: boolean;
  readonly signal: AbortSignal;
}

/** What controllers write, such as the status of a quota, comes between again and again. */
const TRIES = 20;

/**
 * Writes an object, unless it is a tenant's or the platform's, also where it became that after it was looked at: what may be theirs is
 * written in the version that was judged.
 *
 * @throws DiagnosticError where it is theirs, or somebody has made it since
 */
export async function written(
  client: HikubeClient,
  cluster: Cluster,
  object: KubeObject,
  { isNew, ...terms }: Writing,
): Promise<Outcome> {
  const ref = refOf(object);
  if (!mayBeOthers(ref)) return isNew ? made(cluster, object, terms) : applied(cluster, object, terms);
  for (let turn = 1; ; turn += 1) {
    const before = await found(cluster, ref);
    await refuseOthers(client, ref, { cluster });
    if (before === undefined || isNew) return made(cluster, object, terms);
    const { resourceVersion } = before.metadata;
    try {
      return await applied(cluster, { ...object, metadata: { ...object.metadata, resourceVersion } }, terms);
    } catch (error) {
      if (turn === TRIES || !isOutdated(error)) throw error;
    }
  }
}

async function applied(cluster: Cluster, object: KubeObject, terms: Omit<Writing, "isNew">): Promise<Outcome> {
  const outcome = await appliedOnceServed(cluster, object, terms);
  return { ...outcome, object: await withoutFirstWrites(cluster, outcome.object) };
}

function isOutdated(error: unknown): boolean {
  return error instanceof KubeError && error.reason === "Conflict" && conflictsIn(error).length === 0;
}
