import type { Cluster, KindRef, ListOptions } from "../../../src/kube/cluster";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { LiveObjects, NAMESPACE, TENANT_KINDS } from "../../../src/provider/objects/live";

const FOREIGN: KubeObject = { ...NAMESPACE, metadata: { name: "somebodys" } };

function liveObjects() {
  const asked: string[] = [];
  const list = ({ kind }: KindRef, { labelSelector }: ListOptions = {}) => {
    asked.push(kind);
    return Promise.resolve(kind === "Namespace" && labelSelector === undefined ? [FOREIGN] : []);
  };
  return { live: new LiveObjects(() => ({ list }) as unknown as Cluster), asked };
}

test("each kind is listed once, however many objects are asked for at once and later", async () => {
  const { live, asked } = liveObjects();
  const names = Array.from({ length: 50 }, (_, index) => `tenant-t${String(index)}`);
  const ask = () => Promise.all(TENANT_KINDS.flatMap((kind) => names.map((name) => live.get(kind, name, name))));
  await ask();
  await ask();
  expect(asked.sort()).toEqual(TENANT_KINDS.map(({ kind }) => kind).sort());
});

test("a namespace is known whosever it is: a tenant may want its name", async () => {
  const { live } = liveObjects();
  expect(await live.get(NAMESPACE, "somebodys")).toBe(FOREIGN);
});

test("kinds that will be asked for are listed side by side, and once", async () => {
  const { live, asked } = liveObjects();
  live.begin(TENANT_KINDS);
  expect(asked.length).toBe(TENANT_KINDS.length);
  await Promise.all(TENANT_KINDS.map((kind) => live.get(kind, "any", "any")));
  expect(asked.length).toBe(TENANT_KINDS.length);
});

test("a kind that cannot be listed fails for who asks for it, and for nobody else", async () => {
  const list = () => Promise.reject(new Error("forbidden"));
  const live = new LiveObjects(() => ({ list }) as unknown as Cluster);
  live.begin(TENANT_KINDS);
  await expect(live.get(NAMESPACE, "any")).rejects.toThrow("forbidden");
});
