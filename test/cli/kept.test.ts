import { losses, allTenants } from "../../src/cli/plan/live";
import { readAccess } from "../../src/cli/access/live-access";
import { endNamespace } from "../../src/cli/plan/namespace-end";
import { listBriefly } from "../../src/cli/lifetime/brief";
import { suspendTenant } from "../../src/cli/lifetime/suspend";
import { readSnapshot } from "../../src/live/snapshot";
import { managedObjects } from "../../src/cli/recover/live-objects";
import type { Cluster, KindRef, ObjectRef, ReadOptions } from "../../src/kube/cluster";
import { inspectCluster } from "../../src/kube/inspect/inspect-cluster";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import { SUSPENDED_KINDS } from "../../src/model/tenant/suspension";

const NAMESPACE = "tenant-a";
const MUCH = "x".repeat(250_000);
const LABELS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": NAMESPACE };
const NOTES = ["hikube.cloud/replicas-before-suspend", "hikube.cloud/protected", "example.ch/other"];

/** As large as its author can make it, in every field that he writes. */
function large({ apiVersion, kind }: KindRef): KubeObject {
  const owner = { apiVersion: "apps/v1", kind: MUCH, name: MUCH, uid: MUCH, controller: true };
  const conditions = [{ type: "Complete", status: "True", message: MUCH }, ...Array<object>(2000).fill({ type: "x" })];
  return {
    apiVersion,
    kind,
    metadata: {
      ...{ name: "r", namespace: NAMESPACE, uid: "u", labels: LABELS },
      annotations: Object.fromEntries(NOTES.map((key) => [key, MUCH])),
      ownerReferences: [...Array<object>(2000).fill({ kind: "A", name: "a" }), owner],
      finalizers: [MUCH, ...Array<string>(2000).fill("example.ch/held")],
    },
    spec: {
      replicas: 0,
      template: { metadata: { annotations: { MUCH } } },
      storageClassName: MUCH,
      resources: { requests: { storage: MUCH } },
      containers: [{ name: MUCH, env: [{ name: "a", value: MUCH }] }],
    },
    status: { phase: MUCH, conditions, images: [MUCH] },
    data: { MUCH },
    rules: [{ apiGroups: [MUCH], resources: Array<string>(2000).fill("pods"), verbs: ["get"] }],
    roleRef: { kind: "Role", name: MUCH },
    subjects: Array.from({ length: 8 }, () => ({ kind: "Group", name: MUCH })),
  };
}

/** A cluster that has one large object of every kind; notes how many characters were kept of each that was listed. */
function clusterOf(kept: Map<string, number>): Cluster {
  let isThere = true;
  const cluster = {
    server: "https://192.0.2.1:6443",
    get: (ref: ObjectRef) => {
      const { spec, metadata } = large(ref);
      return Promise.resolve(isThere ? { ...ref, metadata: { ...metadata, name: ref.name }, spec } : undefined);
    },
    list: (kind: KindRef, { keep = (object) => object }: ReadOptions = {}) => {
      const object = keep(large(kind));
      kept.set(kind.kind, JSON.stringify(object).length);
      isThere = false;
      return Promise.resolve([object]);
    },
    patch: () => Promise.resolve({}),
    delete: () => Promise.resolve(true),
    dryRunPatch: () => Promise.resolve([]),
    raw: () => Promise.resolve({ status: { allowed: true } }),
  };
  return cluster as unknown as Cluster;
}

const REMOVED = { namespace: NAMESPACE, uid: "u", depth: 0, isProtected: false };
const end = { timeoutMs: 0, onWait: () => undefined };

test.each<[string, readonly string[], (cluster: Cluster) => Promise<unknown>]>([
  ["losses", ["PersistentVolumeClaim", "Pod"], (cluster) => losses(cluster, [NAMESPACE])],
  ["tenants", ["Namespace"], allTenants],
  ["an end", ["Pod"], (cluster) => endNamespace(cluster, REMOVED, end).catch(() => undefined)],
  ["recovery", ["Secret"], (cluster) => managedObjects(cluster, [{ apiVersion: "v1", kind: "Secret" }])],
  ["a suspension", ["Namespace"], (cluster) => suspendTenant(cluster, NAMESPACE)],
  ["the matrix", ["Namespace", "Pod"], readSnapshot],
  ["who has access", ["Namespace", "RoleBinding", "ClusterRoleBinding", "Role", "ClusterRole"], readAccess],
  ["the facts", ["Node", "Pod", "ServiceCIDR"], (cluster) => inspectCluster(cluster).catch(() => undefined)],
  ...[...SUSPENDED_KINDS, { apiVersion: "v1", kind: "Pod" }].map(
    (kind): [string, string[], (cluster: Cluster) => Promise<unknown>] => [
      `a walk over ${kind.kind}s`,
      [kind.kind],
      (cluster) => listBriefly(cluster, kind, NAMESPACE),
    ],
  ),
])("of each object %s keeps a few kilobytes", async (_, kinds, call) => {
  const kept = new Map<string, number>();
  await call(clusterOf(kept));
  for (const kind of kinds) expect([kind, kept.get(kind)]).toEqual([kind, expect.any(Number)]);
  expect(Math.max(...kinds.map((kind) => kept.get(kind) ?? Infinity))).toBeLessThan(4_000);
});
