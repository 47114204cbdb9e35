import { endNamespace } from "../../../src/cli/plan/namespace-end";
import type { Cluster, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";

const REMOVED = { namespace: "tenant-a", uid: "u1", depth: 0, isProtected: false };
const WAIT = { timeoutMs: 60_000, intervalMs: 1, onWait: () => undefined };
const REFUSED = new KubeError("policy 'hikube-protected-namespaces' denied request", 403, "Forbidden");

function namespaceOf(more: object = {}): KubeObject {
  const labels = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-a", uid: "u1", labels, ...more } };
}

/** A cluster that shows one look at the namespace after the other, and the last one for good. */
function clusterOf(looks: readonly (KubeObject | undefined)[], answers: readonly (Error | undefined)[] = []) {
  const state = { look: 0, deletes: [] as unknown[] };
  const cluster = {
    get: () => Promise.resolve(looks[Math.min(state.look++, looks.length - 1)]),
    list: () => Promise.resolve([pod("held", ["example.com/backup"])]),
    delete: (_: ObjectRef, body: unknown) => {
      const answer = answers[state.deletes.length];
      state.deletes.push(body);
      return answer === undefined ? Promise.resolve(true) : Promise.reject(answer);
    },
  };
  return { cluster: cluster as unknown as Cluster, deletes: state.deletes };
}

function pod(name: string, finalizers: readonly string[]): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, finalizers } };
}

test("it is deleted by its uid, and waited for", async () => {
  const ending = namespaceOf({ deletionTimestamp: "2026-01-01T00:00:00Z" });
  const { cluster, deletes } = clusterOf([namespaceOf(), ending, ending, undefined]);
  const left: string[] = [];
  await endNamespace(cluster, REMOVED, { ...WAIT, onWait: (line) => left.push(line) });
  expect(deletes).toEqual([{ uid: "u1" }]);
  expect(left).toEqual(["1 pods left: held", "1 pods left: held"]);
});

describe("one that somebody writes to while its deletion is on its way", () => {
  const moved = new KubeError("the object has been modified", 409, "Conflict");
  const at = (resourceVersion: string, by: string) =>
    namespaceOf({ resourceVersion, annotations: { "hikube.cloud/made-by": by } });
  const isOurs = ({ metadata }: KubeObject) => metadata.annotations?.["hikube.cloud/made-by"] === "this";

  test("stays where another state has taken it over by that", async () => {
    const { cluster, deletes } = clusterOf([at("1", "this"), at("2", "another")], [moved]);
    await expect(endNamespace(cluster, REMOVED, { ...WAIT, isOurs })).resolves.toBe(false);
    expect(deletes).toEqual([{ uid: "u1", resourceVersion: "1" }]);
  });

  test("is deleted as it was judged anew", async () => {
    const { cluster, deletes } = clusterOf([at("1", "this"), at("2", "this"), undefined], [moved]);
    await expect(endNamespace(cluster, REMOVED, { ...WAIT, isOurs })).resolves.toBe(true);
    expect(deletes).toEqual(["1", "2"].map((resourceVersion) => ({ uid: "u1", resourceVersion })));
  });
});

test("who may not look at pods waits all the same", async () => {
  const { cluster } = clusterOf([namespaceOf(), namespaceOf(), undefined]);
  const list = () => Promise.reject(new KubeError("pods is forbidden", 403, "Forbidden"));
  await expect(endNamespace({ ...cluster, list }, REMOVED, WAIT)).resolves.toBe(true);
});

test("one that is gone, or ends already, is not deleted again", async () => {
  const gone = clusterOf([undefined]);
  await endNamespace(gone.cluster, REMOVED, WAIT);
  const ending = clusterOf([namespaceOf({ deletionTimestamp: "2026-01-01T00:00:00Z" }), undefined]);
  await endNamespace(ending.cluster, REMOVED, WAIT);
  expect([gone.deletes, ending.deletes]).toEqual([[], []]);
});

test.each([
  ["of another uid", namespaceOf({ uid: "u2" }), /not the one of the plan: received uid u2 in place of u1/],
  [
    "without our labels",
    namespaceOf({ labels: {} }),
    /not the one of the plan: received one without the labels of a tenant/,
  ],
])("one %s is left alone", async (_, found, words) => {
  const { cluster, deletes } = clusterOf([found]);
  await expect(endNamespace(cluster, REMOVED, WAIT)).rejects.toThrow(words);
  expect(deletes).toEqual([]);
});

test("a refusal that goes by what was is waited out", async () => {
  const { cluster, deletes } = clusterOf([namespaceOf(), namespaceOf(), namespaceOf(), undefined], [REFUSED, REFUSED]);
  await endNamespace(cluster, REMOVED, WAIT);
  expect(deletes).toHaveLength(3);
});

test.each([
  ["a protected one", namespaceOf({ annotations: { "hikube.cloud/protected": "true" } }), REFUSED],
  ["one that somebody else keeps", namespaceOf(), new KubeError("webhook says no", 403, "Forbidden")],
])("the refusal of %s is told at once", async (_, found, error) => {
  const { cluster, deletes } = clusterOf([found], [error, error]);
  await expect(endNamespace(cluster, REMOVED, WAIT)).rejects.toThrow(`tenant-a is not deleted: ${error.message}`);
  expect(deletes).toHaveLength(1);
});

test("what holds it up is named when the time is over", async () => {
  const conditions = [
    { type: "NamespaceFinalizersRemaining", status: "True", message: "example.com/backup in 1 resource instances" },
    { type: "NamespaceDeletionDiscoveryFailure", status: "False", message: "all is well" },
  ];
  const ending = { ...namespaceOf({ deletionTimestamp: "2026-01-01T00:00:00Z" }), status: { conditions } };
  const { cluster } = clusterOf([ending]);
  const ended = endNamespace(cluster, REMOVED, { ...WAIT, timeoutMs: 0 });
  await expect(ended).rejects.toThrow(
    /still there after 0 s\n {2}1 pods left: held\n {2}pod held is held by the finalizer example.com\/backup\n {2}example.com\/backup in 1 resource/,
  );
  await expect(ended).rejects.not.toThrow(/all is well/);
});
