import type { Cluster, ObjectRef } from "../../kube/cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER, subtreeLabel } from "../../model/tenant/objects/labels";
import { UsageError } from "../command";
import { objectIn, textMembersIn } from "../../model/json";
import { awakePods, type AwakePod, type SuspensionReport } from "./report";
import { Faults } from "./faults";
import { assertMayChange } from "./rights";
import { sleepAll, wakeAll, type Tenant } from "./workloads";

const ANY = "*";

/**
 * Lets no new pods into a tenant and its sub-tenants, puts their workloads to sleep, and tells what runs on all the
 * same. May be repeated. What one object or tenant refuses is told in its report, and ends nothing for the others.
 */
export async function suspendTenant(cluster: Cluster, namespace: string): Promise<readonly SuspensionReport[]> {
  const tenants = await changeable(cluster, namespace, "suspend");
  // All quotas first: what one tenant's pods start in another is refused from now on.
  for (const { name, faults } of tenants) {
    await faults.attempt("ResourceQuota hikube-tenant", () => closeQuota(cluster, name));
    await faults.attempt(`Namespace ${name}`, () => markNamespace(cluster, name, "true"));
  }
  const slept: string[][] = [];
  for (const tenant of tenants) slept.push(await sleepAll(cluster, tenant));
  return Promise.all(
    tenants.map(async ({ name, faults }, index) => {
      let awake: readonly AwakePod[] = [];
      await faults.attempt("pods", async () => (awake = await awakePods(cluster, name)));
      return reportOf({ name, faults }, slept[index] ?? [], awake);
    }),
  );
}

/**
 * Lets pods into a tenant and its sub-tenants again and wakes what was put to sleep. What one object or sub-tenant
 * refuses is told in its report, and ends nothing for the others.
 * @throws UsageError where the code itself says that it is suspended
 */
export async function resumeTenant(cluster: Cluster, namespace: string): Promise<readonly SuspensionReport[]> {
  const reports: SuspensionReport[] = [];
  for (const { name, faults } of await changeable(cluster, namespace, "resume")) {
    // Of the tenant that was named it is a mistake; a sub-tenant may be meant to sleep on.
    if (name === namespace) await openQuota(cluster, name);
    else if (!(await faults.attempt("ResourceQuota hikube-tenant", () => openQuota(cluster, name)))) {
      reports.push(reportOf({ name, faults }, [], []));
      continue;
    }
    await faults.attempt(`Namespace ${name}`, () => markNamespace(cluster, name, null));
    reports.push(reportOf({ name, faults }, await wakeAll(cluster, { name, faults }), []));
  }
  return reports;
}

function reportOf(
  { name, faults }: Tenant,
  workloads: readonly string[],
  awake: readonly AwakePod[],
): SuspensionReport {
  const { lines } = faults;
  return { namespace: name, workloads, awake, ...(lines.length === 0 ? {} : { faults: lines }) };
}

/** The namespaces of the subtree. @throws ProjectError where the rights do not suffice for all of them */
async function changeable(cluster: Cluster, namespace: string, verb: string): Promise<readonly Tenant[]> {
  const names = (await subtreeOf(cluster, namespace)).map(({ metadata }) => metadata.name);
  await assertMayChange(cluster, names, `${verb} ${namespace}`);
  return names.map((name) => ({ name, faults: new Faults() }));
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

const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };

/**
 * The namespaces of a tenant and of all its sub-tenants, its own first.
 * @throws UsageError where the namespace is not there or belongs to no tenant
 */
async function subtreeOf(cluster: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const top = await cluster.get({ ...NAMESPACE, name: namespace });
  if (top === undefined) throw new UsageError(`the cluster has no namespace ${namespace}`, "unknown-name");
  const labels = top.metadata.labels ?? {};
  if (labels[LABELS.managedBy] !== MANAGER || labels[LABELS.tenant] === undefined) {
    throw new UsageError(`the namespace ${namespace} is not a tenant: hikube did not create it`);
  }
  const all = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(namespace) });
  const below = all.filter(({ metadata }) => metadata.name !== namespace);
  return [top, ...below];
}
