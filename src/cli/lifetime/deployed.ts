import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { isDeployed, suspendReplicaSetPatch, resumeReplicaSetPatch } from "../../model/tenant/suspension";
import { objectIn } from "../../model/json";
import { listBriefly } from "./brief";
import { titleOf, type Faults } from "./faults";

const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet" };
/** How long a Deployment may take to scale its ReplicaSets, in milliseconds. */
const PATIENCE_MS = 10_000;
const INTERVAL_MS = 200;

/**
 * Scales down the ReplicaSets that did not follow their Deployment: it scales only one of several, and none while it is
 * paused; an owner may be made up, too. @returns their titles
 */
export async function suspendReplicaSets(
  cluster: Cluster,
  namespace: string,
  faults: Faults,
): Promise<readonly string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  let left = await runningSets(cluster, namespace);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(INTERVAL_MS);
    left = await runningSets(cluster, namespace);
  }
  // All are annotated before one is scaled: the Deployment may then scale the others at once.
  for (const set of left) await faults.patch(cluster, set, suspendReplicaSetPatch(set));
  const suspended: KubeObject[] = [];
  for (const set of left) if (await faults.patch(cluster, set, { spec: { replicas: 0 } })) suspended.push(set);
  return suspended.map(titleOf);
}

/**
 * Restores them, after their Deployments. A Deployment with a single running set scales that to its own replicas, so
 * each is checked until it stays. @returns their titles
 */
export async function resumeReplicaSets(
  cluster: Cluster,
  namespace: string,
  faults: Faults,
): Promise<readonly string[]> {
  const noted = (await listBriefly(cluster, REPLICA_SET, namespace)).filter(isNoted);
  const deadline = Date.now() + PATIENCE_MS;
  let calm = 0;
  while (noted.length > 0 && calm < 3 && Date.now() < deadline) {
    const patched = await resumeOnce(cluster, namespace, faults);
    calm = patched === 0 ? calm + 1 : 0;
    await sleep(INTERVAL_MS);
  }
  await forget(cluster, noted, ANNOTATIONS.ownReplicasBeforeSuspend, faults);
  // An annotation that a Deployment copied to its sets would come back with a rollback.
  const copies = (await listBriefly(cluster, REPLICA_SET, namespace)).filter(isCopy);
  await forget(cluster, copies, ANNOTATIONS.replicasBeforeSuspend, faults);
  return noted.map(titleOf).filter((title) => !faults.has(title));
}

/** A refused patch is not tried again. */
async function resumeOnce(cluster: Cluster, namespace: string, faults: Faults): Promise<number> {
  let patched = 0;
  for (const set of (await listBriefly(cluster, REPLICA_SET, namespace)).filter(isNoted)) {
    const patch = resumeReplicaSetPatch(set);
    if (patch === undefined || faults.has(titleOf(set))) continue;
    if (await faults.patch(cluster, set, patch)) patched += 1;
  }
  return patched;
}

async function runningSets(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const sets = await listBriefly(cluster, REPLICA_SET, namespace);
  return sets.filter(({ spec }) => objectIn(spec).replicas !== 0);
}

async function forget(cluster: Cluster, sets: readonly KubeObject[], note: string, faults: Faults): Promise<void> {
  for (const set of sets) await faults.patch(cluster, set, { metadata: { annotations: { [note]: null } } });
}

function isCopy(set: KubeObject): boolean {
  return set.metadata.annotations?.[ANNOTATIONS.replicasBeforeSuspend] !== undefined && isDeployed(set);
}

function isNoted({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.ownReplicasBeforeSuspend] !== undefined;
}
