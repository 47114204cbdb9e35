import type { Cluster, ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER, subtreeLabel } from "../../model/tenant/objects/labels";
import { resumePatch, SUSPENDED_KINDS, suspendPatch, type MergePatch } from "../../model/tenant/suspension";
import { UsageError } from "../command";
import { objectIn, textMembersIn } from "../../model/json";
import { awakePods, type SuspensionReport } from "./report";
import { sleepRest, wakeRest } from "./deployed";
import { assertMayChange } from "./rights";

const ANY = "*";

/**
 * Lets no new pods into a tenant and its sub-tenants, puts their workloads to sleep, and tells what runs on all the
 * same. May be repeated.
 */
export async function suspendTenant(cluster: Cluster, namespace: string): Promise<readonly SuspensionReport[]> {
  const reports: SuspensionReport[] = [];
  const names = await changeable(cluster, namespace, "suspend");
  // All quotas first: what one tenant's pods start in another is refused from now on.
  for (const name of names) {
    await closeQuota(cluster, name);
    await markNamespace(cluster, name, "true");
  }
  for (const name of names) {
    const workloads = await patchWorkloads(cluster, name, SUSPENDED_KINDS, suspendPatch);
    const rest = await sleepRest(cluster, name);
    reports.push({ namespace: name, workloads: [...workloads, ...rest], awake: [] });
  }
  return Promise.all(reports.map(async (report) => ({ ...report, awake: await awakePods(cluster, report.namespace) })));
}

/**
 * Lets pods into a tenant and its sub-tenants again and wakes what was put to sleep.
 * @throws UsageError where the code itself says that it is suspended
 */
export async function resumeTenant(cluster: Cluster, namespace: string): Promise<readonly SuspensionReport[]> {
  const reports: SuspensionReport[] = [];
  for (const name of await changeable(cluster, namespace, "resume")) {
    await openQuota(cluster, name);
    await markNamespace(cluster, name, null);
    // What was put to sleep last wakes first: nothing is made before what holds it.
    const workloads = await patchWorkloads(cluster, name, [...SUSPENDED_KINDS].reverse(), resumePatch);
    const rest = await wakeRest(cluster, name);
    reports.push({ namespace: name, workloads: [...workloads, ...rest], awake: [] });
  }
  return reports;
}

/** The namespaces of the subtree. @throws ProjectError where the rights do not suffice for all of them */
async function changeable(cluster: Cluster, namespace: string, verb: string): Promise<readonly string[]> {
  const names = (await subtreeOf(cluster, namespace)).map(({ metadata }) => metadata.name);
  await assertMayChange(cluster, names, `${verb} ${namespace}`);
  return names;
}

function quotaRef(namespace: string): ObjectRef {
  return { apiVersion: "v1", kind: "ResourceQuota", name: "hikube-tenant", namespace };
}

async function readQuota(cluster: Cluster, namespace: string) {
  const quota = await cluster.get(quotaRef(namespace));
  if (quota === undefined) throw new UsageError(`${namespace} has no ResourceQuota hikube-tenant; apply it first`);
  const pods = textMembersIn(objectIn(quota.spec).hard).pods;
  return { pods, note: quota.metadata.annotations?.[ANNOTATIONS.awake] };
}

async function closeQuota(cluster: Cluster, namespace: string): Promise<void> {
  const { pods, note } = await readQuota(cluster, namespace);
  if (pods === "0") return;
  await patchQuota(cluster, namespace, "0", note ?? pods ?? ANY);
}

async function openQuota(cluster: Cluster, namespace: string): Promise<void> {
  const { pods, note } = await readQuota(cluster, namespace);
  if (note !== undefined) {
    await patchQuota(cluster, namespace, note === ANY ? null : note, null);
  } else if (pods === "0") {
    const mend = "apply it without `suspended: true`, then resume wakes its workloads";
    throw new UsageError(`${namespace} is suspended by the code; ${mend}`);
  }
}

async function patchQuota(cluster: Cluster, namespace: string, pods: string | null, note: string | null) {
  const body = { metadata: { annotations: { [ANNOTATIONS.awake]: note } }, spec: { hard: { pods } } };
  await cluster.patch(quotaRef(namespace), "merge", body);
}

async function markNamespace(cluster: Cluster, name: string, suspended: "true" | null): Promise<void> {
  const body = { metadata: { annotations: { [ANNOTATIONS.suspended]: suspended } } };
  await cluster.patch({ apiVersion: "v1", kind: "Namespace", name }, "merge", body);
}

async function patchWorkloads(
  cluster: Cluster,
  namespace: string,
  kinds: typeof SUSPENDED_KINDS,
  patchOf: (workload: KubeObject) => MergePatch | undefined,
): Promise<readonly string[]> {
  const patched: string[] = [];
  for (const kind of kinds) {
    for (const workload of await cluster.list(kind, { namespace })) {
      const patch = patchOf(workload);
      if (patch === undefined) continue;
      await cluster.patch(refOf(workload), "merge", patch);
      patched.push(`${workload.kind} ${workload.metadata.name}`);
    }
  }
  return patched;
}

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/**
 * The namespaces of a tenant and of all its sub-tenants, its own first.
 * @throws UsageError where the namespace is not there or belongs to no tenant
 */
async function subtreeOf(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const top = await cluster.get({ ...NAMESPACE, name: namespace });
  if (top === undefined) throw new UsageError(`the cluster has no namespace ${namespace}`);
  const labels = top.metadata.labels ?? {};
  if (labels[LABELS.managedBy] !== MANAGER || labels[LABELS.tenant] === undefined) {
    throw new UsageError(`the namespace ${namespace} is no tenant: it was not made by hikube`);
  }
  const all = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(namespace) });
  const below = all.filter(({ metadata }) => metadata.name !== namespace);
  return [top, ...below];
}
