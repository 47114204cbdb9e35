import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { ValueRecord } from "../../src/plugin";
import { emptyBlock } from "../../src/offline/sdkv2/zero";
import { FakeCluster } from "./fake-cluster";
import { Driven } from "./harness";
import { asRead, privateOf } from "./real-state";
import { CLUSTER_WIDE, SHAPES } from "./shapes";

/** The part of servers and controllers. */
function settled(object: KubeObject): KubeObject {
  if (object.kind === "ResourceQuota") return { ...object, status: { hard: (object.spec as ValueRecord).hard } };
  const { stringData, ...rest } = object;
  const texts = Object.entries((stringData ?? {}) as Record<string, string>);
  const data = Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text).toString("base64")]));
  return texts.length === 0 ? object : { ...rest, data: { ...(object.data as object), ...data } };
}

function clusterWithControllers(): FakeCluster {
  const cluster = new FakeCluster();
  cluster.onStore = settled;
  return cluster;
}

const CASES = Object.entries(SHAPES).flatMap(([typeName, shapes]) =>
  Object.entries(shapes).map(([name, shape]) => ({ typeName, name, ...shape })),
);

describe.each(CASES)("$typeName, $name", ({ typeName, config, state }) => {
  const isNamespaced = !CLUSTER_WIDE.includes(typeName);
  const place: ValueRecord = isNamespaced ? { name: "x", namespace: "team" } : { name: "x" };
  const id = isNamespaced ? "team/x" : "x";
  const given = { metadata: [place], ...config };
  const stored = {
    id,
    metadata: [
      {
        annotations: null,
        generate_name: "",
        generation: 0,
        labels: null,
        ...place,
        resource_version: "2",
        uid: "uid-1",
      },
    ],
    ...state,
  };
  let one: Driven;

  beforeEach(() => {
    one = new Driven(typeName, clusterWithControllers());
    one.cluster.store({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "x" } });
  });

  const object = (): KubeObject => [...one.cluster.objects.values()].at(-1)!;

  it("stores what the real provider stores, after a write and after a read", async () => {
    expect(await one.apply(given)).toEqual(stored);
    expect(await one.read()).toEqual(asRead(typeName, stored));
  });

  it("keeps the times of its operations beside the state, as the real provider does", async () => {
    await one.apply(given);
    expect(one.private ?? null).toEqual(privateOf(typeName, config));
  });

  it("plans nothing afterwards, before and after a refresh", async () => {
    await one.apply(given);
    expect((await one.plan(given)).isEmpty).toBe(true);
    await one.read();
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("plans nothing, and writes nothing else, for state that the real provider wrote", async () => {
    await one.apply(given);
    one.state = asRead(typeName, { ...emptyBlock(one.schema), ...stored });
    expect((await one.plan(given)).isEmpty).toBe(true);
    expect(await one.read()).toEqual(one.state);
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("plans creation for an object that somebody deleted", async () => {
    await one.apply(given);
    one.cluster.objects.clear();
    expect(await one.read()).toBeNull();
  });

  it("refuses an object that exists already, in the server's words", async () => {
    await one.apply(given);
    one.state = null;
    await expect(one.apply(given)).rejects.toMatchObject({
      summary: expect.stringContaining('"x" already exists') as string,
      path: undefined,
    });
  });

  it("is replaced by another name or namespace", async () => {
    await one.apply(given);
    for (const part of Object.keys(place)) {
      const { replace } = await one.plan({ ...given, metadata: [{ ...place, [part]: "other" }] });
      expect(replace).toEqual([["metadata", 0, part]]);
    }
  });

  it("plans away labels of others, but not Kubernetes' own", async () => {
    await one.apply(given);
    const labels = { extra: "1", "kubernetes.io/metadata.name": "x" };
    one.cluster.store({ ...object(), metadata: { ...object().metadata, labels } });
    const read = await one.read();
    expect(read).toMatchObject({ metadata: [{ labels: { extra: "1" } }] });
    expect((await one.plan(given)).isEmpty).toBe(false);
    await one.apply(given);
    expect(object().metadata.labels).toEqual({ "kubernetes.io/metadata.name": "x" });
    expect((await one.plan(given)).isEmpty).toBe(true);
  });

  it("is imported by its id", async () => {
    await one.apply(given);
    expect(await one.import(id)).toMatchObject({ id, metadata: [place] });
    for (const bad of isNamespaced ? ["x", "team/", "/x", "a/team/x"] : []) {
      await expect(one.import(bad)).rejects.toThrow(`Unexpected ID format ("${bad}"), expected "namespace/name".`);
    }
  });

  it("is gone after a destroy", async () => {
    await one.apply(given);
    const { state: before } = one;
    await one.destroy();
    one.state = before;
    expect(await one.read()).toBeNull();
  });
});
