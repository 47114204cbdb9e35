import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER, subtreeLabel } from "../../model/tenant/spec/labels";
import { UsageError } from "../command";
import { messageOf } from "../../support/errors";
import { objectIn, textMembersIn } from "../../model/json";
import { listPodsLeft, type PodLeft, type SuspensionReport } from "./report";
import { Faults } from "./faults";
import { assertMayChange, assertMayFind } from "./rights";
import { suspendAll, resumeAll, type Tenant } from "./workloads";

const ANY = "*";

/** A tenant that is to be suspended with its sub-tenants. */
export interface Wanted {
  readonly namespace: string;
  /** What is noted on the namespaces, e.g. `by hand`. */
  readonly because: string;
}

/**
 * Admits no new pods into a tenant and its sub-tenants, suspends their workloads, and reports the pods that still run.
 * May be repeated. A failure of one object or tenant is reported, and does not stop the others.
 * @throws UsageError where the tenant is not there @throws ProjectError where rights are missing: before anything is done
 */
export async function suspendTenant(
  cluster: Cluster,
  namespace: string,
  because = "by hand",
): Promise<readonly SuspensionReport[]> {
  const names = await changeable(cluster, namespace, "suspend");
  return suspendNamed(cluster, names, because);
}

/**
 * The same for several tenants, each with its sub-tenants. One that is not there is reported, and does not stop the others.
 * @throws ProjectError with all rights that are missing, for all of them: before anything is done
 */
export async function suspendTenants(
  cluster: Cluster,
  wanted: readonly Wanted[],
): Promise<readonly SuspensionReport[]> {
  const what = "suspend expired tenants";
  const roots = wanted.map(({ namespace }) => namespace);
  await assertMayFind(cluster, roots, what);
  const reports: SuspensionReport[] = [];
  const found: { readonly because: string; readonly names: readonly string[] }[] = [];
  for (const { namespace, because } of wanted) {
    // Sub-tenants expire with their parents: those that were reached are not looked for again.
    if (found.some(({ names }) => names.includes(namespace))) continue;
    const names = await namesOf(cluster, namespace).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      reports.push({ namespace, workloads: [], podsLeft: [], faults: [`tenant: ${messageOf(error)}`] });
      return [];
    });
    found.push({ because, names });
  }
  await assertMayChange(
    cluster,
    found.flatMap(({ names }) => names),
    what,
  );
  for (const { names, because } of found) reports.push(...(await suspendNamed(cluster, names, because)));
  return reports;
}

async function suspendNamed(
  cluster: Cluster,
  names: readonly string[],
  because: string,
): Promise<readonly SuspensionReport[]> {
  const tenants = names.map((name): Tenant => ({ name, faults: new Faults() }));
  // All quotas first: pods of one tenant might start pods in another.
  for (const { name, faults } of tenants) {
    await faults.attempt(`ResourceQuota ${TENANT_QUOTA}`, () => closeQuota(cluster, name));
    await faults.attempt(`Namespace ${name}`, () => markNamespace(cluster, name, because));
  }
  const suspended: string[][] = [];
  for (const tenant of tenants) suspended.push(await suspendAll(cluster, tenant));
  return Promise.all(
    tenants.map(async ({ name, faults }, index) => {
      let podsLeft: readonly PodLeft[] = [];
      await faults.attempt("pods", async () => (podsLeft = await listPodsLeft(cluster, name)));
      return reportOf({ name, faults }, suspended[index] ?? [], podsLeft);
    }),
  );
}

/**
 * Admits pods into a tenant and its sub-tenants again and restores their workloads. A failure of one object or
 * sub-tenant is reported, and does not stop the others.
 * @throws UsageError where the code itself says that it is suspended
 */
export async function resumeTenant(cluster: Cluster, namespace: string): Promise<readonly SuspensionReport[]> {
  const reports: SuspensionReport[] = [];
  for (const name of await changeable(cluster, namespace, "resume")) {
    const faults = new Faults();
    // An error for the named tenant only: a sub-tenant may be meant to stay suspended.
    if (name === namespace) await openQuota(cluster, name);
    else if (!(await faults.attempt(`ResourceQuota ${TENANT_QUOTA}`, () => openQuota(cluster, name)))) {
      reports.push(reportOf({ name, faults }, [], []));
      continue;
    }
    await faults.attempt(`Namespace ${name}`, () => markNamespace(cluster, name, null));
    reports.push(reportOf({ name, faults }, await resumeAll(cluster, { name, faults }), []));
  }
  return reports;
}

function reportOf(
  { name, faults }: Tenant,
  workloads: readonly string[],
  podsLeft: readonly PodLeft[],
): SuspensionReport {
  const { lines } = faults;
  return { namespace: name, workloads, podsLeft, ...(lines.length === 0 ? {} : { faults: lines }) };
}

/** The namespaces of the subtree. @throws ProjectError where the rights do not suffice for all of them */
async function changeable(cluster: Cluster, namespace: string, verb: string): Promise<readonly string[]> {
  const what = `${verb} ${namespace}`;
  await assertMayFind(cluster, [namespace], what);
  const names = await namesOf(cluster, namespace);
  await assertMayChange(cluster, names, what);
  return names;
}

async function namesOf(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  return (await subtreeOf(cluster, namespace)).map(({ metadata }) => metadata.name);
}

function quotaRef(namespace: string): ObjectRef {
  return { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA, namespace };
}

async function readQuota(cluster: Cluster, namespace: string) {
  const quota = await cluster.get(quotaRef(namespace));
  if (quota === undefined) throw new UsageError(`${namespace} has no ResourceQuota hikube-tenant; apply it first`);
  const pods = textMembersIn(objectIn(quota.spec).hard).pods;
  return { pods, note: quota.metadata.annotations?.[ANNOTATIONS.replicasBeforeSuspend] };
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
    const mend = "apply it without `suspended: true`, then resume restores its workloads";
    throw new UsageError(`${namespace} is suspended by the code; ${mend}`);
  }
}

async function patchQuota(cluster: Cluster, namespace: string, pods: string | null, note: string | null) {
  const body = { metadata: { annotations: { [ANNOTATIONS.replicasBeforeSuspend]: note } }, spec: { hard: { pods } } };
  await cluster.patch(quotaRef(namespace), "merge", body);
}

async function markNamespace(cluster: Cluster, name: string, because: string | null): Promise<void> {
  const suspended = because === null ? null : "true";
  const annotations = { [ANNOTATIONS.suspended]: suspended, [ANNOTATIONS.suspendedBecause]: because };
  const body = { metadata: { annotations } };
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
  const all = await cluster.list(NAMESPACE, { labelSelector: subtreeLabel(namespace), keep: named });
  const below = all.filter(({ metadata }) => metadata.name !== namespace);
  return [top, ...below];
}
