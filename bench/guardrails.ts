import type { Cluster } from "../src/kube/cluster";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import { platformObjects } from "../src/model/platform/platform";
import { isolationList, tenantObjects } from "../src/model/tenant/objects/objects";
import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import { silentProgress, startSandbox } from "../src/sandbox";
import type { Figure } from "./figure";
import { knownCluster } from "../src/model/cluster/known-cluster";

const ROUNDS = 5;
const PODS = 400;
/** Creations under way at once. */
const PARALLEL = 16;

/** Tenants by their namespace: where any image may run, and where a guardrail of its own reads each pod. */
const TENANTS = { "tenant-any": {}, "tenant-bounded": { imageRegistries: ["example.com/"] } } as const;
const NAMESPACE = "tenant-any";

/** Pods a second in one round: without guardrails, with them, and with them where images are bounded. */
interface Rates {
  readonly off: number;
  readonly on: number;
  readonly bounded: number;
}

/** What the guardrails cost: pods that a tenant's API server takes in a second, with them and without. */
export async function guardrails(): Promise<readonly Figure[]> {
  const sandbox = await startSandbox({ progress: silentProgress });
  try {
    const admin = sandbox.cluster();
    const cluster = await sandbox.facts();
    const { base, guardrails: policies } = platformObjects({ cluster, guardrails: true });
    await applyAll(admin, base);
    for (const [namespace, security] of Object.entries(TENANTS)) {
      const quota = { cpu: "unlimited", memory: "unlimited", pods: 10_000 };
      const spec = { name: namespace.replace("tenant-", ""), profile: "development", quota, security } as const;
      const objects = tenantObjects(resolveTenant(spec, { path: spec.name, cluster: knownCluster(cluster) }), []);
      await applyAll(admin, [objects.namespace, ...isolationList(objects.isolation)]);
    }
    const rates = await interleaved(admin, policies);
    return [
      // What most of the time goes into is quota and storage, which both sides have.
      figure("guardrails.pods", median(rates.map(({ on, off }) => on / off)), { goal: 0.7 }),
      figure("guardrails.pods.bounded", median(rates.map(({ bounded, off }) => bounded / off)), { goal: 0.7 }),
      figure("guardrails.pods.with", median(rates.map(({ on }) => on)), { unit: "pods/s" }),
      figure("guardrails.pods.without", median(rates.map(({ off }) => off)), { unit: "pods/s" }),
    ];
  } finally {
    await sandbox.stop();
  }
}

/** One round each way, again and again, so that a busy moment of the machine hits both. */
async function interleaved(admin: Cluster, policies: readonly KubeObject[]): Promise<readonly Rates[]> {
  const rates: Rates[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const off = await settled(admin, NAMESPACE);
    await applyAll(admin, policies);
    await until(async () => !(await isAdmitted(admin)));
    await until(() => areChecked(admin)); // Once for each policy, and not what is measured.
    const on = await settled(admin, NAMESPACE);
    const bounded = await settled(admin, "tenant-bounded");
    for (const { apiVersion, kind, metadata } of policies.toReversed()) {
      await admin.delete({ apiVersion, kind, name: metadata.name });
    }
    await until(() => isAdmitted(admin));
    rates.push({ off, on, bounded });
  }
  return rates;
}

/** Nothing schedules the pods: what is measured is their admission. */
function pod(namespace: string, index: number): KubeObject {
  const containers = [{ name: "app", image: "example.com/app:1" }];
  const spec = { schedulerName: "nobody", containers };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: `pod-${index}`, namespace }, spec };
}

/** The second of two runs: the server reads policies anew after each change of their status, which is no cost of a pod. */
async function settled(admin: Cluster, namespace: string): Promise<number> {
  await podsPerSecond(admin, namespace);
  return podsPerSecond(admin, namespace);
}

async function podsPerSecond(admin: Cluster, namespace: string): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < PODS) await admin.create(pod(namespace, next++));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const rate = PODS / ((performance.now() - started) / 1000);
  await admin.raw("DELETE", `/api/v1/namespaces/${namespace}/pods`, { gracePeriodSeconds: 0 });
  return rate;
}

/** Whether a token is granted that a guardrail refuses to everybody. */
async function isAdmitted(admin: Cluster): Promise<boolean> {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 7300 } };
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/default/token`;
  return admin.raw("POST", path, request).then(
    () => true,
    () => false,
  );
}

/** Whether the controller manager has checked the types of every policy. */
async function areChecked(admin: Cluster): Promise<boolean> {
  const kind = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" };
  return (await admin.list(kind)).every(({ status = {} }) => "typeChecking" in (status as object));
}

async function applyAll(admin: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await admin.apply(object, { fieldManager: "bench", force: true });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("waited a minute in vain for the guardrails");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function figure(name: string, value: number, extra: Pick<Figure, "goal" | "unit">): Figure {
  return { figure: name, value: Math.round(value * 100) / 100, better: "higher", ...extra };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
