import { Decimal, dynamicOf, UNKNOWN, type Value } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";
import { manifestResource } from "../../../src/provider/manifest/resource";

async function told(kind: string, more: Record<string, Value>, secret: Record<string, Value> | null = null) {
  const manifest = { apiVersion: "v1", kind, metadata: { name: "x", namespace: "shop" }, ...more };
  const hidden = secret === null ? {} : { secret_wo: dynamicOf(secret), secret_wo_version: 1 };
  const { diagnostics } = await planOf(manifestResource(), { config: { manifest: dynamicOf(manifest), ...hidden } });
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail = "", path = [] }) => `${path.join(".")}: ${summary}. ${detail}`);
}

test.each([
  ["a whole number beyond 2^53", 1234567890123456789n],
  ["one below", -9007199254740993n],
])("%s is refused: JSON would round it", async (_, number) => {
  expect(await told("ConfigMap", { spec: { a: [1, { id: number }] } })).toEqual([
    expect.stringMatching(
      /^manifest\.spec\.a\.1\.id: This number cannot be kept exactly. Received about [-\d]+; .*\[inexact-number\]$/,
    ),
  ]);
});

test("numbers that a server keeps are taken, also fractions of many digits", async () => {
  const numbers = [9007199254740991, 0.1, new Decimal("0.3333333333333333333333333333333"), UNKNOWN];
  expect(await told("ConfigMap", { spec: { numbers } })).toEqual([]);
});

test("a number of a secret part is not shown", async () => {
  const [fault = "", ...more] = await told("ConfigMap", {}, { spec: { pin: 1234567890123456789n } });
  expect(more).toEqual([]);
  expect(fault).toMatch(/^secret_wo\.spec\.pin: This number/);
  expect(fault).not.toMatch(/123456/);
});

test("data of a Secret that is not base64 is refused at its key, without its value", async () => {
  const data = {
    good: "YQ==",
    wrapped: "YW\nI=",
    none: null,
    later: UNKNOWN,
    bad: "pass!",
    short: "YQ",
    list: ["YQ=="],
  };
  const faults = await told("Secret", { data }, { data: { worse: "hunter2!" } });
  expect(faults.map((fault) => fault.split(".").slice(0, 3).join("."))).toEqual([
    "manifest.data.bad: This value is not base64",
    "manifest.data.short: This value is not base64",
    "manifest.data.list: This value is not base64",
    "secret_wo.data.worse: This value is not base64",
  ]);
  expect(faults.join()).not.toMatch(/pass!|hunter2/);
  expect(faults.join()).toMatch(/base64encode\(…\).*`stringData`/);
});

test("data of other kinds is theirs", async () => {
  expect(await told("ConfigMap", { data: { a: "not base64!" } })).toEqual([]);
});
