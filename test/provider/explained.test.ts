import { Collector } from "../../src/plugin/lifecycle/collector";
import { masked } from "../../src/plugin/lifecycle/secrets";
import { hikubeProvider } from "../../src/provider/provider";
import { ConnectionError } from "../../src/kube/connection-error";
import { KubeError } from "../../src/kube/kube-error";
import { REJECTED } from "../../src/kube/transport";
import { DiagnosticError } from "../../src/plugin";
import { attempted, hintOf } from "../../src/provider/explained";

const FORBIDDEN = new KubeError(
  'namespaces is forbidden: User "ann" cannot list resource "namespaces"',
  403,
  "Forbidden",
);
const OVER = new DiagnosticError("The create timed out after 3s", "Where it needs longer, set timeouts.create.");

const failed = (error: unknown, signal?: AbortSignal): Promise<unknown> =>
  attempted({ what: "make the tenant x", signal }, () => Promise.reject(error as Error)).catch(
    (thrown: unknown) => thrown,
  );

test("a refusal says what was tried, the server's words, and what to do", async () => {
  expect(await failed(FORBIDDEN)).toMatchObject({
    summary: "Cannot make the tenant x",
    detail: expect.stringMatching(/cannot list resource[^]*Grant the verbs/) as string,
  });
  expect(await failed(new ConnectionError("the plugin failed"))).toMatchObject({
    summary: "Cannot make the tenant x",
    detail: "the plugin failed",
  });
});

test("what ends with the time says so, once, beside what it was spent on", async () => {
  const signal = AbortSignal.abort(OVER);
  const details = [FORBIDDEN, new DOMException("aborted", "AbortError"), new DiagnosticError("a", `${OVER.summary}.`)];
  const told = await Promise.all(details.map((error) => failed(error, signal)));
  const texts = told.map((error) => (error as DiagnosticError).detail ?? "");
  expect(texts.map((text) => text.match(/timed out after 3s/g))).toEqual(details.map(() => ["timed out after 3s"]));
  expect(texts[0]).toContain("cannot list resource");
});

test("a fault of our own, and a stop by Terraform, stay what they are", async () => {
  const fault = new TypeError("x is undefined");
  expect(await failed(fault)).toBe(fault);
  expect(await failed(FORBIDDEN, AbortSignal.abort())).toMatchObject({ summary: "Cannot make the tenant x" });
});

test.each([
  ["NoAnswer", 0, "", "Check the address"],
  ["Unauthorized", 401, "", "Sign in anew"],
  ["Forbidden", 403, "exceeded quota", "A policy or a quota"],
  ["Forbidden", 403, 'User "ann" cannot get path "/api/v1"', "Grant the verbs"],
  [
    "Forbidden",
    403,
    FORBIDDEN.message,
    "verbs get, list, create, patch and delete on this kind to whom the message names (it lacks list)",
  ],
  ["Forbidden", 403, 'User "system:anonymous" cannot get path "/api/v1"', "knows no user"],
  ["Conflict", 403, "namespace x is being terminated", "Wait until the namespace is gone"],
  ["TooManyRequests", 429, "", "try again"],
  ["InternalError", 500, "", "log of the API server"],
  ["Invalid", 422, "", /^$/],
])("what to do about %s (%d) is said where it is known", (reason, code, message, expected) => {
  expect(hintOf(new KubeError(message, code, reason))).toEqual(
    typeof expected === "string" ? expect.stringContaining(expected) : "",
  );
});

test("a token that is a word of our own sentences takes none out of them, but out of what the server says", async () => {
  const own = hikubeProvider({}).ownWords;
  const told = async (error: KubeError) => {
    const diagnostics = new Collector((text) => masked(text, ["expired"], own), { own });
    await attempted({ what: "read it" }, () => Promise.reject(error)).catch((thrown: unknown) => {
      diagnostics.thrown(thrown);
    });
    return diagnostics.list[0]?.detail;
  };
  expect(await told(new KubeError(REJECTED, 401, "Unauthorized"))).toMatch(/they may have expired, or be of another/);
  expect(await told(new KubeError("the token expired is none", 403, "Forbidden"))).toMatch(
    /the token \(sensitive value\) is/,
  );
});
