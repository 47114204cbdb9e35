import { deleteAndWait, poll } from "../../src/kube/poll";
import { FakeCluster } from "../offline/fake-cluster";

const signal = new AbortController().signal;
const ref = { apiVersion: "v1", kind: "Namespace", name: "x" };

test("is asked again until there is an answer, and no more", async () => {
  const ask = jest.fn().mockResolvedValueOnce(undefined).mockResolvedValueOnce(undefined).mockResolvedValue("here");
  expect(await poll(ask, { timeoutMs: 60_000, signal })).toBe("here");
  expect(ask).toHaveBeenCalledTimes(3);
});

test("is asked once at least, whatever the time", async () => {
  const ask = jest.fn().mockResolvedValue(undefined);
  expect(await poll(ask, { timeoutMs: 0, signal })).toBeUndefined();
  expect(ask).toHaveBeenCalledTimes(1);
});

test("ends where it is told to stop, and with what goes wrong", async () => {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  await expect(poll(nothing, { timeoutMs: 60_000, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  const broken = (): Promise<undefined> => Promise.reject(new Error("broken"));
  await expect(poll(broken, { timeoutMs: 60_000, signal })).rejects.toThrow("broken");
});

describe("a deletion", () => {
  test("is over once the object is gone, or was not there", async () => {
    const cluster = new FakeCluster();
    expect(await deleteAndWait(cluster, ref, { timeoutMs: 60_000, signal })).toBe(true);
    await cluster.create({ ...ref, metadata: { name: "x" } });
    expect(await deleteAndWait(cluster, ref, { timeoutMs: 60_000, signal })).toBe(true);
  });

  test("says where something holds the object", async () => {
    const cluster = new FakeCluster();
    await cluster.create({ ...ref, metadata: { name: "x" } });
    jest.spyOn(cluster, "get").mockResolvedValue({ ...ref, metadata: { name: "x" } });
    expect(await deleteAndWait(cluster, ref, { timeoutMs: 0, signal })).toBe(false);
  });
});
