import { KubeError } from "../../src/kube/kube-error";
import { withRetries } from "../../src/kube/retry";
import { FakeCluster } from "../offline/fake-cluster";

const ref = { apiVersion: "v1", kind: "Namespace", name: "x" };
const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "x" } };
const broken = new KubeError("socket hang up", 0, "NoAnswer", {
  cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }),
});
const absent = new KubeError("refused", 0, "NoAnswer", {
  cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
});

test.each([
  ["too many requests", new KubeError("slow down", 429, "TooManyRequests")],
  ["a server that starts", new KubeError("not yet", 503, "ServiceUnavailable")],
  ["a broken connection", broken],
])("a read survives %s", async (_what, error) => {
  const cluster = new FakeCluster();
  const get = jest.spyOn(cluster, "get").mockRejectedValueOnce(error);
  await withRetries(cluster).get(ref);
  expect(get).toHaveBeenCalledTimes(2);
});

test("a create is not repeated after a broken connection: it may have been carried out", async () => {
  const cluster = new FakeCluster();
  const create = jest.spyOn(cluster, "create").mockRejectedValueOnce(broken);
  await expect(withRetries(cluster).create(object)).rejects.toBe(broken);
  expect(create).toHaveBeenCalledTimes(1);
});

test("a path is asked again after a broken connection, also for a token; nothing else is sent to one again", async () => {
  const cluster = new FakeCluster();
  const raw = jest.spyOn(cluster, "raw").mockRejectedValueOnce(broken).mockResolvedValueOnce({});
  await withRetries(cluster).raw("GET", "/version");
  raw.mockRejectedValueOnce(broken).mockResolvedValueOnce({});
  await withRetries(cluster).raw("POST", "/api/v1/namespaces/a/serviceaccounts/default/token", {});
  expect(raw).toHaveBeenCalledTimes(4);
  raw.mockReset().mockRejectedValueOnce(broken);
  await expect(withRetries(cluster).raw("POST", "/x", {})).rejects.toBe(broken);
});

test("a server that is not there fails at once", async () => {
  const cluster = new FakeCluster();
  const get = jest.spyOn(cluster, "get").mockRejectedValue(absent);
  await expect(withRetries(cluster).get(ref)).rejects.toBe(absent);
  expect(get).toHaveBeenCalledTimes(1);
});

test("a value of a wrong type is not sent again, though the server calls it an accident", async () => {
  const cluster = new FakeCluster();
  const error = new KubeError("failed to create typed patch object (): .a: expected string", 500, "Unknown");
  const apply = jest.spyOn(cluster, "apply").mockRejectedValue(error);
  await expect(withRetries(cluster).apply(object, { fieldManager: "us" })).rejects.toBe(error);
  expect(apply).toHaveBeenCalledTimes(1);
});

test("a server that says when to come again is not asked before", async () => {
  const cluster = new FakeCluster();
  const busy = new KubeError("slow down", 429, "TooManyRequests", { retryAfterMs: 400 });
  const get = jest.spyOn(cluster, "get").mockRejectedValueOnce(busy);
  const before = performance.now();
  await withRetries(cluster).get(ref);
  expect(performance.now() - before).toBeGreaterThan(395);
  expect(get).toHaveBeenCalledTimes(2);
});

test("a merge is repeated after a broken connection: it comes to the same; other patches are not", async () => {
  const cluster = new FakeCluster();
  const patch = jest.spyOn(cluster, "patch").mockRejectedValueOnce(broken).mockResolvedValueOnce(object);
  await withRetries(cluster).patch(ref, "merge", {});
  expect(patch).toHaveBeenCalledTimes(2);
  patch.mockReset().mockRejectedValueOnce(broken);
  await expect(withRetries(cluster).patch(ref, "json", [])).rejects.toBe(broken);
});

test("a call whose time is over is not repeated, and fails as it did", async () => {
  const busy = new KubeError("too many requests", 429, "TooManyRequests", { retryAfterMs: 20_000 });
  const end = new AbortController();
  const cluster = new FakeCluster();
  let calls = 0;
  cluster.get = () => {
    calls += 1;
    setTimeout(() => {
      end.abort();
    });
    return Promise.reject(busy);
  };
  await expect(withRetries(cluster).until(end.signal).get(ref)).rejects.toBe(busy);
  expect(calls).toBe(1);
});
