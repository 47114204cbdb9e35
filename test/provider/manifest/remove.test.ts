import type { Cluster, KindRef, ObjectRef } from "../../../src/kube/cluster";
import { KubeError } from "../../../src/kube/kube-error";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import type { Diagnostics } from "../../../src/plugin";
import { removed, warnOfRemoval } from "../../../src/provider/manifest/remove";

const ref: ObjectRef = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  name: "gadgets.example.test",
};
const definition: KubeObject = {
  ...ref,
  metadata: { name: ref.name, finalizers: ["customresourcecleanup.apiextensions.k8s.io"] },
  spec: { group: "example.test", names: { kind: "Gadget" }, versions: [{ name: "v1", served: true }] },
};

const gadget = (name: string, finalizers: readonly string[]): KubeObject => ({
  apiVersion: "example.test/v1",
  kind: "Gadget",
  metadata: { name, namespace: "shop", finalizers, deletionTimestamp: "2026-11-30T00:00:00Z" },
});

function clusterWith(gadgets: readonly KubeObject[]): Cluster {
  const cluster: Partial<Cluster> = {
    get: () => Promise.resolve(definition),
    delete: () => Promise.resolve(true),
    list: ({ kind }: KindRef) => Promise.resolve(kind === "Gadget" ? gadgets : []),
    until: () => cluster as Cluster,
  };
  return cluster as Cluster;
}

test("a definition that does not go names what of its kind is held, and by what", async () => {
  const cluster = clusterWith([gadget("free", []), gadget("held", ["example.test/hold"])]);
  const removing = removed(cluster, ref, { signal: AbortSignal.abort(), stopping: new AbortController().signal });
  await expect(removing).rejects.toMatchObject({
    summary: 'CustomResourceDefinition "gadgets.example.test" is not gone yet',
    detail: expect.stringMatching(/\n- Gadget "shop\/held" is held by example\.test\/hold$/) as string,
  });
});

test.each([
  ["is deleted", true],
  ["was gone already", false],
])("an object that %s is gone, though another one has its name by then", async (_, isThere) => {
  const one = (uid: string): KubeObject => ({ ...definition, metadata: { name: ref.name, uid } });
  const asked: unknown[] = [];
  let now = one("1");
  const cluster: Partial<Cluster> = {
    get: () => Promise.resolve(now),
    delete: (_ref, options) => {
      asked.push(options);
      now = one("2");
      return isThere ? Promise.resolve(true) : Promise.reject(new KubeError("Precondition failed", 409, "Conflict"));
    },
    until: () => cluster as Cluster,
  };
  const never = new AbortController().signal;
  const meanwhile = jest.fn(() => Promise.resolve());
  await removed(cluster as Cluster, ref, { signal: AbortSignal.timeout(1_000), stopping: never, meanwhile });
  expect(asked).toEqual([{ uid: "1" }]);
  expect(meanwhile).toHaveBeenCalledTimes(isThere ? 1 : 0);
});

test.each([
  [1, "removes 1 object of kind Gadget: shop/g0."],
  [2, "removes 2 objects of kind Gadget: shop/g0, shop/g1."],
  [6, "removes 6 objects of kind Gadget: shop/g0, shop/g1, shop/g2, shop/g3, shop/g4 and 1 more."],
])("the plan of its removal counts %d", async (count, words) => {
  const told: string[] = [];
  const diagnostics: Diagnostics = {
    hasErrors: false,
    error: () => undefined,
    warning: (summary, detail = "") => told.push(`${summary}: ${detail}`),
  };
  const gadgets = Array.from({ length: count }, (_, index) => gadget(`g${String(index)}`, []));
  await warnOfRemoval(clusterWith(gadgets), ref, { stored: {}, diagnostics });
  expect(told).toEqual([`The removal of CustomResourceDefinition "gadgets.example.test" ${words}`]);
});
