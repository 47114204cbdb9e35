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

/** Lists that come when they are let go. */
function hangingLists() {
  const asked: ((found: readonly KubeObject[]) => void)[] = [];
  const list = () => new Promise<readonly KubeObject[]>((resolve) => asked.push(resolve));
  return { live: new LiveObjects(() => ({ list }) as unknown as Cluster), asked };
}

test("who waits for a list waits no longer than its own time, and says how long; others get what comes", async () => {
  const { live, asked } = hangingLists();
  const patient = live.get(NAMESPACE, "somebodys");
  const [first, late] = [new AbortController(), new AbortController()];
  const waits = [first, late].map(({ signal }) => live.until(signal).get(NAMESPACE, "somebodys"));
  for (const [index, end] of [first, late].entries()) {
    end.abort();
    await expect(waits[index]).rejects.toMatchObject({
      summary: "The API server did not answer with the list of kind Namespace",
      detail: expect.stringMatching(/^Waited \d+\.\d s for it\./) as string,
    });
  }
  await expect(live.until(late.signal).get(NAMESPACE, "somebodys")).rejects.toThrow("kind Namespace");
  expect(asked.length).toBe(1);
  asked[0]?.([FOREIGN]);
  expect(await patient).toBe(FOREIGN);
});

test("a list that hangs ends after five minutes, and is asked for anew by the next", async () => {
  jest.useFakeTimers();
  try {
    const { live, asked } = hangingLists();
    const waiting = expect(live.get(NAMESPACE, "any")).rejects.toMatchObject({
      summary: expect.stringContaining("kind Namespace") as string,
      detail: expect.stringContaining("Waited 5 min 00 s") as string,
    });
    await jest.advanceTimersByTimeAsync(300_000);
    await waiting;
    const next = live.get(NAMESPACE, "somebodys");
    asked[1]?.([FOREIGN]);
    expect(await next).toBe(FOREIGN);
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test("what is written while a list is on its way is not waited for, and is seen by who asks then", async () => {
  const { live, asked } = hangingLists();
  live.begin([NAMESPACE]);
  const mine = { ...NAMESPACE, metadata: { name: "mine" } };
  live.put(mine);
  live.drop("somebodys");
  asked[0]?.([FOREIGN]);
  expect(await live.get(NAMESPACE, "mine")).toBe(mine);
  expect(await live.get(NAMESPACE, "somebodys")).toBe(undefined);
});

test("a kind that cannot be listed fails for who asks for it, and for nobody else", async () => {
  const list = () => Promise.reject(new Error("forbidden"));
  const live = new LiveObjects(() => ({ list }) as unknown as Cluster);
  live.begin(TENANT_KINDS);
  await expect(live.get(NAMESPACE, "any")).rejects.toThrow("forbidden");
});
