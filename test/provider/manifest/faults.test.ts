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

test.each([
  ["apiVersion", "v1/2/3"],
  ["apiVersion", "a..b/v1"],
  ["kind", "config map"],
  ["metadata.name", "../../x"],
  ["metadata.name", ".."],
  ["metadata.name", "\u00dcn\u00ef"],
  ["metadata.namespace", "../kube-system"],
  ["metadata.namespace", "a.b"],
])("no object has %s %j", async (place, text) => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { ...metadata } };
  const given = place.startsWith("metadata.")
    ? { ...manifest, metadata: { ...metadata, [place.slice("metadata.".length)]: text } }
    : { ...manifest, [place]: text };
  expect(await said(given)).toEqual([
    expect.stringMatching(
      `^error ${place} is not a valid (version of an API|kind|name of an object|namespace) at manifest.${place}$`,
    ),
  ]);
});

test.each<[Value]>([
  [{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "system:node" } }],
  [{ apiVersion: "networking.k8s.io/v1", kind: "IPAddress", metadata: { name: "2001:db8::1" } }],
  [{ apiVersion: "v1", kind: "Service", metadata: { name: "1a", namespace: "shop" } }],
])("%j may be", async (manifest) => {
  expect(await said(manifest)).toEqual([]);
});

test("a secret changes nothing of which object is written", async () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata };
  const secret = {
    apiVersion: "v2",
    kind: UNKNOWN,
    metadata: { name: UNKNOWN, namespace: "kube-system", labels: { a: "b" } },
    data: { a: "b" },
  };
  expect(await said(manifest, { secret_wo: dynamicOf(secret), secret_wo_version: 1 })).toEqual([
    "error secret_wo cannot set apiVersion at secret_wo.apiVersion",
    "error secret_wo cannot set kind at secret_wo.kind",
    "error secret_wo cannot set metadata.name at secret_wo.metadata.name",
    "error secret_wo cannot set metadata.namespace at secret_wo.metadata.namespace",
  ]);
});

test("what would be waited for in vain is refused", async () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata };
  const right = ["a", "status.phase", "a[0].b", 'metadata.annotations["a.b/c"]', ".data.a", '["a.b"].c'];
  const wrong = ["", "a..b", "a[", "a.", "a[x]", "a b", "a[99999999999]"];
  const fields = Object.fromEntries([...wrong, ...right].map((path) => [path, "x"]));
  const conditions = { Ready: "yes", Gone: null, " ": "True", Done: "False", Other: UNKNOWN, "a.b/C": "True" };
  const wait = { conditions, fields: { ...fields, "status.ip": null, "status.late": UNKNOWN } };
  expect((await said(manifest, { wait })).toSorted()).toEqual(
    [
      "error No condition has this status at wait.conditions.Ready",
      "error No condition has this status at wait.conditions.Gone",
      "error This is no type of a condition at wait.conditions. ",
      "error There is nothing to wait for in this field at wait.fields.status.ip",
      ...wrong.map((path) => `error This is no path of a field at wait.fields.${path}`),
    ].toSorted(),
  );
});

test("what nobody sees is in nothing that is waited for", async () => {
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata };
  const fields = { "a\u200b": "x", "b.c": "x\u202e", "d\u00a0e": "x", f: "two\nlines" };
  const wait = { conditions: { "Re\u200bady": "True", "\u001b": "True" }, fields };
  expect((await said(manifest, { wait })).toSorted()).toEqual(
    [
      "error This is no type of a condition at wait.conditions.\u001b",
      "error This is no path of a field at wait.fields.d\u00a0e",
      "error This text has invisible characters at wait.conditions.Re\u200bady",
      "error This text has invisible characters at wait.fields.a\u200b",
      "error This text has invisible characters at wait.fields.b.c",
    ].toSorted(),
  );
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
