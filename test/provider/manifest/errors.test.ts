import { ConnectionError } from "../../../src/kube/connection-error";
import { KubeError } from "../../../src/kube/kube-error";
import { DiagnosticError } from "../../../src/plugin";
import { explained } from "../../../src/provider/manifest/errors";

const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };

async function said(error: unknown): Promise<DiagnosticError> {
  const thrown: unknown = await explained({ verb: "apply", ref }, () => Promise.reject(error as Error)).catch(
    (one: unknown) => one,
  );
  if (thrown instanceof DiagnosticError) return thrown;
  throw thrown;
}

test.each([
  ["no server", new KubeError("connect ECONNREFUSED", 0, "NoAnswer"), /address/],
  ["refused credentials", new KubeError("Unauthorized", 401, "Unauthorized"), /Sign in anew/],
  [
    "a missing right",
    new KubeError('User "a" cannot patch resource "deployments"', 403, "Forbidden"),
    /Grant the verbs get, create, patch and delete on this kind .*lacks patch/,
  ],
  ["a quota", new KubeError("forbidden: exceeded quota: q", 403, "Forbidden"), /A policy or a quota/],
  [
    "a namespace that goes",
    new KubeError("forbidden: because it is being terminated", 403, "Forbidden"),
    /until the namespace is gone/,
  ],
  [
    "no namespace",
    new KubeError('namespaces "shop" not found', 404, "NotFound"),
    /Create the namespace "shop"[^]*depends_on/,
  ],
  ["no definition", new KubeError("no kind", 404, "NoKind"), /Correct kind or apiVersion: no definition adds/],
  ["a busy server", new KubeError("slow down", 429, "TooManyRequests"), /try again/],
  [
    "a field that is not there, and one of another type",
    new KubeError(
      'failed to create typed patch object (a/b; /v1, Kind=X): errors:\n  .spec.dta: field not declared in schema\n  .spec.a[name="b"].c: expected map, got null',
      500,
      "Unknown",
    ),
    /the field "spec\.dta": Deployment has none of this name\.\n.*the field "spec\.a\[name="b"\]\.c": it takes an object\.$/,
  ],
  ["an accident", new KubeError("oops", 500, "InternalError"), /log of the API server/],
])("%s: the object, the server's words, what to do", async (_, error, hint) => {
  const { summary, detail = "", path } = await said(error);
  expect(summary).toBe('Cannot apply Deployment "shop/web"');
  expect(detail.split("\n\n")[0]).toBe(error.message);
  expect(detail).toMatch(hint);
  expect(path).toEqual(["manifest"]);
});

test.each([
  ["&value.valueUnstructured{Value:2}", "2"],
  ["&value.valueUnstructured{Value:map[a:1]}", "an object"],
  ['&value.valueUnstructured{Value:map[string]interface {}{"a":1}}', "an object"],
  ["&value.valueUnstructured{Value:interface {}(nil)}", "null"],
])("%s is told in plain words", async (value, words) => {
  const start = "failed to create typed patch object (a/b; /v1, Kind=X): .data.a: expected string, got ";
  expect((await said(new KubeError(start + value, 500, "Unknown"))).detail).toBe(
    `${start}${words}\n\nCorrect the field "data.a": it takes a text.`,
  );
});

test("a call that was ended says when, and nothing of how it is made", async () => {
  const over = new DiagnosticError("The create timed out after 3s", "What was asked for may have been done.");
  const cause = Object.assign(new Error("The operation was aborted"), { name: "AbortError" });
  const error = new KubeError("PATCH https://127.0.0.1/api: The operation was aborted", 0, "NoAnswer", { cause });
  const ended = explained({ verb: "apply", ref, signal: AbortSignal.abort(over) }, () => Promise.reject(error));
  await expect(ended).rejects.toMatchObject({
    summary: 'Cannot apply Deployment "shop/web"',
    detail: "The create timed out after 3s. What was asked for may have been done.",
  });
});

test("a credential plugin that fails is told with the object, too", async () => {
  expect((await said(new ConnectionError("the plugin failed", "credential-plugin"))).detail).toBe("the plugin failed");
  const error = new ConnectionError("the plugin failed", "credential-plugin", { said: ["  sign in first"] });
  expect((await said(error)).detail).toBe("the plugin failed\n\nIt said:\n  sign in first");
});

test("a fault of our own stays what it is", async () => {
  await expect(said(new TypeError("bug"))).rejects.toThrow(TypeError);
});
