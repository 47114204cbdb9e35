import { dynamicOf } from "../../../src/plugin";
import type { KubeObject } from "../../../src/model/kubernetes/kube-object";
import { bodyOf, secretTexts } from "../../../src/provider/manifest/body";
import { appliedOf, driftOf, keptIn, shownOf } from "../../../src/provider/manifest/record";
import { manifestOf } from "../../../src/provider/manifest/view";

const secret = (data: object, fields: object, managers: readonly object[] = []): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: "s",
    namespace: "shop",
    managedFields: [{ manager: "hikube", operation: "Apply", fieldsV1: fields }, ...managers],
  },
  data,
});
const MANIFEST = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "s", namespace: "shop" },
  data: { user: "YQ==" },
};

describe("a write-only part", () => {
  const body = bodyOf(dynamicOf({ ...MANIFEST, status: {} }), dynamicOf({ stringData: { password: "geheim" } }));

  test("is merged into the manifest, as data of a Secret", () => {
    expect(body.object).toEqual({ ...MANIFEST, data: { user: "YQ==", password: "Z2VoZWlt" } });
    expect(new Set(body.secrets.map(String))).toEqual(new Set(["data,password", "data,user"]));
  });

  test("is neither shown nor kept, but for its name", () => {
    const stored = secret({ user: "YQ==", password: "Z2VoZWlt" }, { "f:data": { "f:user": {}, "f:password": {} } });
    const shown = shownOf(stored, { guide: MANIFEST, secrets: body.secrets });
    expect(shown).toEqual({ apiVersion: "v1", kind: "Secret", metadata: MANIFEST.metadata });
    const kept = appliedOf(stored, shown, body.secrets);
    expect(kept.paths.toSorted()).toEqual([".data.password", ".data.user"]);
    expect(JSON.stringify([shown, kept])).not.toContain("Z2VoZWlt");
  });

  test("in a list is not kept by its paths either", () => {
    const fields = { "f:spec": { "f:tokens": { 'v:"geheim"': {} }, "f:size": {} } };
    const object = { ...secret({}, fields), kind: "Gadget" };
    const kept = appliedOf(object, {}, [["spec", "tokens"]]);
    expect(kept.paths).toEqual([".spec.size"]);
    expect(JSON.stringify(kept)).not.toContain("geheim");
  });

  test("stands in no message, in either form", () => {
    expect(secretTexts(dynamicOf({ data: { a: "geheim", b: "x" } }))).toEqual(["geheim", "Z2VoZWlt"]);
  });
});

test("data of a Secret that is imported is neither shown nor written into a configuration", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "Z2VoZWlt", team: "a" };
  const stored = secret({ password: "Z2VoZWlt" }, { "f:data": { "f:password": {} } });
  const imported = { ...stored, metadata: { ...stored.metadata, annotations, uid: "1" } };
  expect(JSON.stringify([shownOf(imported, { guide: {}, secrets: [] }), manifestOf(imported)])).not.toContain(
    "Z2VoZWlt",
  );
  expect(manifestOf(imported)).toMatchObject({
    value: { kind: "Secret", metadata: { name: "s", annotations: { team: "a" } } },
  });
});

describe("drift", () => {
  const kept = { paths: [".data.user", ".data.extra", ".data.same"] };
  const theirs = {
    manager: "kubectl-edit",
    operation: "Update",
    time: "2026-11-29T12:00:00Z",
    fieldsV1: { "f:data": { "f:user": {} } },
  };
  const older = { manager: "mesh", operation: "Update", time: "2026-01-01T00:00:00Z", fieldsV1: {} };

  test("is what was ours: with who owns it, or wrote last where nobody does", () => {
    const object = secret({}, { "f:data": { "f:same": {} } }, [older, theirs]);
    expect(driftOf(object, kept)).toEqual([
      { field: ".data.user", manager: "kubectl-edit", time: theirs.time },
      { field: ".data.extra", manager: "kubectl-edit", time: theirs.time },
    ]);
  });

  test("is none where others own other fields", () => {
    const object = secret({}, { "f:data": { "f:same": {}, "f:user": {}, "f:extra": {} } }, [theirs]);
    expect(driftOf(object, kept)).toEqual([]);
  });
});

test("what is kept is read as it was written, and nothing of what is not there", () => {
  const stored = secret({ user: "YQ==" }, { "f:data": { "f:user": {} } });
  const applied = appliedOf(stored, MANIFEST, [["data", "password"]]);
  expect(keptIn(JSON.parse(JSON.stringify({ ...applied, drift: [] })) as object as Record<string, unknown>)).toEqual({
    ...applied,
    drift: [],
  });
  expect(keptIn({})).toBeUndefined();
});

test("a value of ours that others changed is shown as it is now", () => {
  const before = { "f:data": { "f:user": {} } };
  const object = { ...secret({ user: "b" }, {}), kind: "ConfigMap" };
  expect(shownOf(object, { guide: {}, secrets: [], before })).toMatchObject({ data: { user: "b" } });
});

test("what is shown is what Terraform stores of it: nothing that is null, and text in its normal form", () => {
  const object = { ...secret({ a: "e\u0301", b: null, c: [null, { d: null }] }, { "f:data": {} }), kind: "Gadget" };
  expect(shownOf(object, { guide: {}, secrets: [] }).data).toEqual({ a: "\u00e9", c: [null, {}] });
});
