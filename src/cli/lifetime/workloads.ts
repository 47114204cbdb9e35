import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { isSpoiled, resumePatch, SUSPENDED_KINDS, suspendPatch, type MergePatch } from "../../model/tenant/suspension";
import { messageOf } from "../../support/errors";
import { objectIn } from "../../model/json";
import { listBriefly } from "./brief";
import { suspendReplicaSets, resumeReplicaSets } from "./deployed";
import { isInvalid, titleOf, type Faults } from "./faults";

/** One tenant of the subtree. */
export interface Tenant {
  /** Its namespace. */
  readonly name: string;
  readonly faults: Faults;
}

/** Suspends all workloads of a tenant. @returns their titles */
export async function suspendAll(cluster: Cluster, tenant: Tenant): Promise<string[]> {
  const { name, faults } = tenant;
  const suspended: string[] = [];
  await eachWorkload(cluster, tenant, SUSPENDED_KINDS, async (workload) => {
    const patch = suspendPatch(workload);
    if (patch !== undefined && (await suspendOne(cluster, workload, patch, faults))) suspended.push(titleOf(workload));
  });
  await faults.attempt("ReplicaSets", async () => suspended.push(...(await suspendReplicaSets(cluster, name, faults))));
  return suspended;
}

/** A workload without room for the annotation is scaled down all the same. */
async function suspendOne(cluster: Cluster, workload: KubeObject, patch: MergePatch, faults: Faults): Promise<boolean> {
  return faults.attempt(titleOf(workload), async () => {
    try {
      await cluster.patch(refOf(workload), "merge", patch);
    } catch (error) {
      if (!isInvalid(error)) throw error;
      await cluster.patch(refOf(workload), "merge", { spec: patch.spec });
      const { replicas = 1 } = objectIn(workload.spec);
      faults.add(
        titleOf(workload),
        `suspended, but \`hikube resume\` will not restore it (${String(replicas)} replicas): ${messageOf(error)}`,
      );
    }
  });
}

/** Restores suspended workloads. @returns their titles */
export async function resumeAll(cluster: Cluster, tenant: Tenant): Promise<string[]> {
  const { name, faults } = tenant;
  const resumed: string[] = [];
  // In reverse order, so that owners come after what they own.
  await eachWorkload(cluster, tenant, [...SUSPENDED_KINDS].reverse(), async (workload) => {
    const patch = resumePatch(workload);
    if (patch === undefined || !(await faults.patch(cluster, workload, patch))) return;
    if (isSpoiled(workload)) {
      faults.add(
        titleOf(workload),
        `stays suspended: its annotation ${ANNOTATIONS.replicasBeforeSuspend} was not a number of replicas; scale it yourself`,
      );
    } else {
      resumed.push(titleOf(workload));
    }
  });
  await faults.attempt("ReplicaSets", async () => resumed.push(...(await resumeReplicaSets(cluster, name, faults))));
  return resumed;
}

async function eachWorkload(
  cluster: Cluster,
  { name, faults }: Tenant,
  kinds: typeof SUSPENDED_KINDS,
  work: (workload: KubeObject) => Promise<void>,
): Promise<void> {
  for (const kind of kinds) {
    await faults.attempt(`${kind.kind}s`, async () => {
      for (const workload of await listBriefly(cluster, kind, name)) await work(workload);
    });
  }
}
