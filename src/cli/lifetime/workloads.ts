import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/objects/labels";
import { isSpoiled, resumePatch, SUSPENDED_KINDS, suspendPatch, type MergePatch } from "../../model/tenant/suspension";
import { messageOf } from "../../support/errors";
import { objectIn } from "../../model/json";
import { sleepRest, wakeRest } from "./deployed";
import { isInvalid, titleOf, type Faults } from "./faults";

/** One tenant of those that are walked through. */
export interface Tenant {
  /** Its namespace. */
  readonly name: string;
  readonly faults: Faults;
}

/** Puts all workloads of a tenant to sleep. @returns their titles */
export async function sleepAll(cluster: Cluster, tenant: Tenant): Promise<string[]> {
  const { name, faults } = tenant;
  const slept: string[] = [];
  await eachWorkload(cluster, tenant, SUSPENDED_KINDS, async (workload) => {
    const patch = suspendPatch(workload);
    if (patch !== undefined && (await putToSleep(cluster, workload, patch, faults))) slept.push(titleOf(workload));
  });
  await faults.attempt("ReplicaSets", async () => slept.push(...(await sleepRest(cluster, name, faults))));
  return slept;
}

/** A note that there is no room for must not keep a workload awake. */
async function putToSleep(cluster: Cluster, workload: KubeObject, patch: MergePatch, faults: Faults): Promise<boolean> {
  return faults.attempt(titleOf(workload), async () => {
    try {
      await cluster.patch(refOf(workload), "merge", patch);
    } catch (error) {
      if (!isInvalid(error)) throw error;
      await cluster.patch(refOf(workload), "merge", { spec: patch.spec });
      const { replicas = 1 } = objectIn(workload.spec);
      faults.add(
        titleOf(workload),
        `sleeps, but \`hikube resume\` will not wake it (${String(replicas)} replicas): ${messageOf(error)}`,
      );
    }
  });
}

/** Wakes what was put to sleep. @returns the titles */
export async function wakeAll(cluster: Cluster, tenant: Tenant): Promise<string[]> {
  const { name, faults } = tenant;
  const woken: string[] = [];
  // What was put to sleep last wakes first: nothing is made before what holds it.
  await eachWorkload(cluster, tenant, [...SUSPENDED_KINDS].reverse(), async (workload) => {
    const patch = resumePatch(workload);
    if (patch === undefined || !(await faults.patch(cluster, workload, patch))) return;
    if (isSpoiled(workload)) {
      faults.add(
        titleOf(workload),
        `sleeps on: its note ${ANNOTATIONS.awake} was no number of replicas; scale it yourself`,
      );
    } else {
      woken.push(titleOf(workload));
    }
  });
  await faults.attempt("ReplicaSets", async () => woken.push(...(await wakeRest(cluster, name, faults))));
  return woken;
}

async function eachWorkload(
  cluster: Cluster,
  { name, faults }: Tenant,
  kinds: typeof SUSPENDED_KINDS,
  work: (workload: KubeObject) => Promise<void>,
): Promise<void> {
  for (const kind of kinds) {
    await faults.attempt(`${kind.kind}s`, async () => {
      for (const workload of await cluster.list(kind, { namespace: name })) await work(workload);
    });
  }
}
