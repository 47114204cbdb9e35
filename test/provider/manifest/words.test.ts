import { KubeError } from "../../../src/kube/kube-error";
import { dynamicOf, type Dynamic, type Value } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";
import { diagnosed } from "../../../src/provider/manifest/errors";
import { manifestResource } from "../../../src/provider/manifest/resource";
import { reasonsOf } from "../../../src/provider/manifest/reasons";
import type { Cluster } from "../../../src/kube/cluster";
import { conflict, FakeServer } from "./fake";

const OLD = "former-secret";
const NEW = "next-secret";
const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "x" };
const manifest = dynamicOf({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "shop" } });

const secret = (value: string): Dynamic => dynamicOf({ data: { key: value } });
const immutable = (): KubeError => {
  const diff = `Forbidden: updates may not change other fields:\n- "Value": "${OLD}"\n+ "Value": "${NEW}"`;
  const causes = [{ reason: "FieldValueForbidden", field: "spec", message: diff }];
  return new KubeError(`ConfigMap "x" is invalid: spec: ${diff}`, 422, "Invalid", { causes });
};

/** A plan of another secret, or of none any more, after one was applied. */
async function planned(error: KubeError, config: Record<string, Value>) {
  const server = new FakeServer();
  server.onApply = () => {
    throw error;
  };
  return planOf(manifestResource(), {
    client: server.client(),
    config: { manifest, ...config },
    state: { manifest, object: manifest, secret_wo_version: 1 },
    private: { fields: {}, digest: "", secrets: [["data", "key"]], paths: [".data.key"], drift: [] },
  });
}

const invalid = (told: string, more: object = {}): KubeError =>
  new KubeError(`ConfigMap "x" is invalid: ${told}`, 422, "Invalid", {
    causes: [{ reason: "FieldValueInvalid", field: 'data[key="former-secret"].a[0]', message: told, ...more }],
  });

describe.each([
  ["another secret", { secret_wo: secret(NEW), secret_wo_version: 2 }],
  ["a secret that was taken away", {}],
])("of an object with %s", (_, config) => {
  test.each([
    ["an immutable field", immutable()],
    ["an invalid value", invalid(`data: Invalid value: "${OLD}"`)],
    ["a webhook", new KubeError(`admission webhook "w" denied the request: ${OLD}`, 403, "Forbidden")],
    ["a webhook whose fields are values", invalid(OLD, { field: `${OLD} is wrong`, reason: `${OLD}!` })],
    [
      "a wrong type",
      new KubeError(
        `failed to create typed patch object (): .data[key="${OLD}"].a: expected map, got &value.valueUnstructured{Value:"${OLD}"}`,
        500,
        "Unknown",
      ),
    ],
    [
      "words that begin as those of authorization",
      new KubeError(`User "a" cannot patch resource "b": ${OLD}`, 403, ""),
    ],
    ["a conflict", conflict(`.data["${OLD}"]`, "other")],
  ])("%s is told without any value", async (__, error) => {
    const { diagnostics } = await planned(error, config);
    expect(diagnostics).not.toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toMatch(new RegExp(`${OLD}|${NEW}`));
  });
});

test("what is told of a refusal: its reason, and the fields", async () => {
  const { diagnostics } = await planned(invalid(`Invalid value: "${OLD}"`), {
    secret_wo: secret(NEW),
    secret_wo_version: 2,
  });
  expect(diagnostics.map(({ detail }) => detail)).toEqual([
    "The API server refuses it (422 Invalid). Its own words are not shown: they may quote what is secret.\n" +
      "It names these fields:\n- data[…].a[0]: FieldValueInvalid",
  ]);
});

test.each([
  [
    'secrets "x" is forbidden: User "ann@example.com" cannot patch resource "secrets" in API group "" in the namespace "shop"',
    403,
  ],
  ['namespaces "shop" not found', 404],
  ["connect ECONNREFUSED", 0],
])("no value can stand in: %s", (message, code) => {
  expect(diagnosed({ verb: "apply", ref, hidden: true }, new KubeError(message, code, "Any"))).toMatchObject({
    detail: expect.stringContaining(message) as string,
  });
});

test("an immutable field of a secret part leads to another object where its version changes", async () => {
  const config = { secret_wo: secret(NEW), secret_wo_version: 2 };
  const { diagnostics } = await planned(immutable(), config);
  expect(diagnostics).toMatchObject([{ severity: "error", summary: 'ConfigMap "shop/x" cannot change spec' }]);
  const replaced = await planned(immutable(), { ...config, on_immutable: "replace" });
  expect(replaced).toMatchObject({ action: "replace", replace: ["secret_wo_version"], diagnostics: [] });
});

test("an immutable field that is met by an apply alone names the way", () => {
  expect(diagnosed({ verb: "apply", ref, hidden: true }, immutable())).toMatchObject({
    summary: 'ConfigMap "shop/x" cannot change spec',
    detail: expect.stringContaining("terraform apply -replace=ADDRESS") as string,
  });
});

test("why an object with a secret is not ready is told by single words", async () => {
  const waiting = { reason: "ImagePullBackOff", message: OLD };
  const status = {
    conditions: [{ type: "Ready", status: "False", reason: "NotReady", message: OLD }],
    containerStatuses: [{ name: "web", state: { waiting } }],
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, status };
  expect(await reasonsOf({} as Cluster, pod, true)).toEqual([
    "- Ready is False: NotReady",
    "- pod x: container web: ImagePullBackOff",
  ]);
});
