import { dynamicOf, UNKNOWN, type Value } from "../../../src/plugin";
import { planOf } from "../../../src/plugin/testing";
import { manifestResource } from "../../../src/provider/manifest/resource";

const metadata = { name: "web", namespace: "shop" };

async function said(manifest: Value, more: Record<string, Value> = {}) {
  const { diagnostics } = await planOf(manifestResource(), { config: { manifest: dynamicOf(manifest), ...more } });
  return diagnostics.map(({ severity, summary, path }) => `${severity} ${summary} at ${(path ?? []).join(".")}`);
}

test.each([
  ["no apiVersion", { kind: "ConfigMap", metadata }, ["error apiVersion is missing at manifest.apiVersion"]],
  [
    "a kind that is no text",
    { apiVersion: "v1", kind: 1, metadata },
    ["error kind must be a text that is not empty at manifest.kind"],
  ],
  ["no metadata", { apiVersion: "v1", kind: "ConfigMap" }, ["error metadata is missing at manifest.metadata"]],
  [
    "no name",
    { apiVersion: "v1", kind: "ConfigMap", metadata: {} },
    ["error metadata.name is missing at manifest.metadata.name"],
  ],
  [
    "an empty namespace",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "" } },
    ["error metadata.namespace must be a text that is not empty at manifest.metadata.namespace"],
  ],
  [
    "a name that the server makes up",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "a-" } },
    ["error metadata.generateName is not supported at manifest.metadata.generateName"],
  ],
  [
    "what the server writes",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { ...metadata, uid: "1", resourceVersion: "2" } },
    [
      "error metadata.uid is written by the API server at manifest.metadata.uid",
      "error metadata.resourceVersion is written by the API server at manifest.metadata.resourceVersion",
    ],
  ],
  [
    "a list that kubectl printed",
    { apiVersion: "v1", kind: "List", items: [] },
    ["error A manifest is one object, not a list of objects at manifest.items"],
  ],
  ["several documents", [{ kind: "A" }], ["error A manifest is one object, not a list of objects at manifest"]],
  ["text", "kind: ConfigMap", ["error The manifest must be an object at manifest"]],
  [
    "a status",
    { apiVersion: "v1", kind: "Pod", metadata, status: { phase: "Running" } },
    ["warning status is not applied at manifest.status"],
  ],
  [
    "data of a Secret",
    { apiVersion: "v1", kind: "Secret", metadata, stringData: { a: "b" } },
    ["warning The stringData of this Secret is stored in the state at manifest.stringData"],
  ],
  [
    "several faults at once",
    { kind: "", metadata: 1 },
    [
      "error apiVersion is missing at manifest.apiVersion",
      "error kind must be a text that is not empty at manifest.kind",
      "error metadata is missing at manifest.metadata",
    ],
  ],
] satisfies [string, Value, string[]][])("%s is told at its place", async (_, manifest, expected) => {
  expect(await said(manifest)).toEqual(expected);
});

test.each([
  ["what is known later", { apiVersion: UNKNOWN, kind: "ConfigMap", metadata: UNKNOWN }],
  [
    "the empty status of a generated definition",
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "a.b", creationTimestamp: null },
      status: { acceptedNames: { kind: "", plural: "" }, conditions: [], storedVersions: [] },
    },
  ],
] satisfies [string, Value][])("%s is no fault", async (_, manifest) => {
  expect(await said(manifest)).toEqual([]);
});

test("a secret goes with its version, and is an object", async () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata };
  expect(await said(manifest, { secret_wo: dynamicOf({ data: { a: "b" } }) })).toEqual([
    expect.stringMatching(/^error .*secret_wo/),
  ]);
  expect(await said(manifest, { secret_wo: dynamicOf("text"), secret_wo_version: 1 })).toEqual([
    "error secret_wo must be an object at secret_wo",
  ]);
});
