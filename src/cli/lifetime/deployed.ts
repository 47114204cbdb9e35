import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/objects/labels";
import { isDeployed, noteRest, wakeRest as wakePatch } from "../../model/tenant/suspension";
import { objectIn } from "../../model/json";
import { titleOf, type Faults } from "./faults";

const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet" };
/** How long a Deployment may take to scale its ReplicaSets, in milliseconds. */
const PATIENCE_MS = 10_000;
const INTERVAL_MS = 200;

/**
 * Puts to sleep the ReplicaSets that did not follow their Deployment: it scales one of several, and none while it is
 * paused; an owner may be made up, too. @returns their titles
 */
export async function sleepRest(cluster: Cluster, namespace: string, faults: Faults): Promise<readonly string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  let left = await awakeSets(cluster, namespace);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(INTERVAL_MS);
    left = await awakeSets(cluster, namespace);
  }
  // All are noted before one is scaled: the Deployment may follow with the others at once.
  for (const set of left) await faults.patch(cluster, set, noteRest(set));
  const asleep: KubeObject[] = [];
  for (const set of left) if (await faults.patch(cluster, set, { spec: { replicas: 0 } })) asleep.push(set);
  return asleep.map(titleOf);
}

/**
 * Wakes them, after their Deployments, which then leave them alone. A Deployment with one set awake scales that to its
 * own replicas, so each is looked at until it stays. @returns their titles
 */
export async function wakeRest(cluster: Cluster, namespace: string, faults: Faults): Promise<readonly string[]> {
  const noted = (await cluster.list(REPLICA_SET, { namespace })).filter(isNoted);
  const deadline = Date.now() + PATIENCE_MS;
  let calm = 0;
  while (noted.length > 0 && calm < 3 && Date.now() < deadline) {
    const patched = await wakeOnce(cluster, namespace, faults);
    calm = patched === 0 ? calm + 1 : 0;
    await sleep(INTERVAL_MS);
  }
  await forget(cluster, noted, ANNOTATIONS.awakeRest, faults);
  // What a Deployment copied to its sets would come back with a rollback.
  const copies = (await cluster.list(REPLICA_SET, { namespace })).filter(isCopy);
  await forget(cluster, copies, ANNOTATIONS.awake, faults);
  return noted.map(titleOf).filter((title) => !faults.has(title));
}

/** What is refused is not tried again. */
async function wakeOnce(cluster: Cluster, namespace: string, faults: Faults): Promise<number> {
  let patched = 0;
  for (const set of (await cluster.list(REPLICA_SET, { namespace })).filter(isNoted)) {
    const patch = wakePatch(set);
    if (patch === undefined || faults.has(titleOf(set))) continue;
    if (await faults.patch(cluster, set, patch)) patched += 1;
  }
  return patched;
}

async function awakeSets(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const sets = await cluster.list(REPLICA_SET, { namespace });
  return sets.filter(({ spec }) => objectIn(spec).replicas !== 0);
}

async function forget(cluster: Cluster, sets: readonly KubeObject[], note: string, faults: Faults): Promise<void> {
  for (const set of sets) await faults.patch(cluster, set, { metadata: { annotations: { [note]: null } } });
}

function isCopy(set: KubeObject): boolean {
  return set.metadata.annotations?.[ANNOTATIONS.awake] !== undefined && isDeployed(set);
}

function isNoted({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.awakeRest] !== undefined;
}
