import { byId, type AnyResource } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { importResource, type ImportTarget } from "../../../src/plugin/lifecycle/import";
import { moveState } from "../../../src/plugin/lifecycle/move";
import { readResource } from "../../../src/plugin/lifecycle/read";
import { upgradeState } from "../../../src/plugin/lifecycle/upgrade";
import { wholeOf } from "../../../src/plugin/lifecycle/whole";
import { Session } from "../../../src/plugin/lifecycle/session";
import { isRecord } from "../../../src/plugin/values/guards";

const plain: AnyResource = {
  schema: {
    attributes: {
      id: { type: "string", computed: true, notNull: true },
      secret: { type: "string", optional: true, writeOnly: true },
      inner: {
        optional: true,
        nested: {
          nesting: "list",
          attributes: { a: { type: "string", optional: true }, b: { type: "number", optional: true } },
        },
      },
    },
    blocks: {
      one: { nesting: "single", block: {} },
      many: { nesting: "list", block: { attributes: { a: { type: "string", optional: true } } } },
      named: { nesting: "map", block: {} },
      group: { nesting: "group", block: { attributes: { a: { type: "string", optional: true } } } },
    },
  },
  create: () => Promise.resolve(undefined),
  read: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
};

const identity = {
  attributes: { id: { type: "string", requiredForImport: true }, zone: { type: "string" } },
  of: () => ({ id: "a", zone: null }),
} as const;

const EMPTY = { id: null, secret: null, inner: null, one: null, many: [], named: {}, group: { a: null } };

async function imported(resource: AnyResource, target: ImportTarget) {
  const session = new Session({ name: "toy", schema: {}, configure: () => null, resources: { toy_a: resource } });
  session.configured(null);
  const diagnostics = new Collector();
  const found = await importResource({ session, diagnostics }, "toy_a", target);
  return { found, errors: diagnostics.list.map(({ detail }) => detail) };
}

test("an import may give a part of the state; the rest is not set until it is read", async () => {
  const { found, errors } = await imported({ ...plain, import: byId("id") }, { id: "x" });
  expect(errors).toEqual([]);
  expect(found).toEqual([{ typeName: "toy_a", state: { ...EMPTY, id: "x" }, identity: null, private: undefined }]);
});

test("a part may be given at every depth, and what is write-only is dropped", async () => {
  const state = { inner: [{ a: "x" }], many: [{}], secret: "s" };
  const { found } = await imported({ ...plain, import: () => [{ state, private: { p: 1 } }] }, { id: "x" });
  const whole = { ...EMPTY, inner: [{ a: "x", b: null }], many: [{ a: null }] };
  expect(found).toMatchObject([{ state: whole, private: { p: 1 } }]);
});

test.each([
  ["what is not in the schema", { id: "x", more: true }, "more is not in the schema"],
  ["a value of another type", { id: 1 }, "id must be a string, not a number"],
  ["no object", null as never, "The object must be an object, not null"],
  ["a Map for a map of blocks", { named: new Map([["a", {}]]) as never }, "named must be a map, not a Map"],
  ["a date for a block", { one: new Date(0) as never }, "one must be an object, not a Date"],
  ["a Map in a list", { inner: [new Map()] as never }, "inner[0] must be an object, not a Map"],
])("an import that answers with %s is refused", async (_, state, text) => {
  const { errors } = await imported({ ...plain, import: () => [{ state }] }, { id: "x" });
  expect(errors).toEqual([expect.stringContaining(text)]);
});

test("an import by identity goes to its own method, and keeps the identity", async () => {
  const resource: AnyResource = {
    ...plain,
    identity: { ...identity, import: ({ identity: { id } }) => [{ state: isRecord(id) ? {} : { id: id ?? null } }] },
  };
  const target = { identity: { id: "x", zone: null } };
  const { found } = await imported(resource, target);
  expect(found).toMatchObject([{ state: { id: "x" }, identity: target.identity }]);
});

test("an import by identity becomes one by id where the identity says which", async () => {
  const importId = ({ id = null, zone = null }) => `${String(zone)}/${String(id)}`;
  const resource: AnyResource = { ...plain, identity: { ...identity, importId }, import: byId("id") };
  const { found } = await imported(resource, { identity: { id: "x", zone: "z" } });
  expect(found).toMatchObject([{ state: { id: "z/x" } }]);
});

test.each<[string, AnyResource, ImportTarget, string]>([
  ["the resource has no import", plain, { id: "x" }, "Resources of type toy_a cannot be imported"],
  ["the id is empty", { ...plain, import: byId("id") }, { id: "" }, "The id to import is empty"],
  ["nothing is found", { ...plain, import: () => [] }, { id: "x" }, 'There is no toy_a with the id "x"'],
  ["the resource has no identity", plain, { identity: {} }, "Resources of type toy_a have no identity; give an id."],
  [
    "the identity does not say how",
    { ...plain, identity, import: byId("id") },
    { identity: { id: "x" } },
    "cannot be imported by their identity; give an id.",
  ],
])("an import is refused where %s", async (_, resource, target, message) => {
  await expect(imported(resource, target)).rejects.toThrow(message);
});

const SECRET = { id: "x", secret: "s" };

test("what is write-only is dropped from what is read", async () => {
  const state = wholeOf(plain.schema, SECRET);
  const session = new Session({ name: "toy", schema: {}, configure: () => null });
  session.configured(null);
  const resource: AnyResource = { ...plain, read: () => Promise.resolve({ state }) };
  const request = { state: { ...state, secret: null }, private: {} };
  const read = await readResource({ session, diagnostics: new Collector() }, resource, request);
  expect(read.state).toEqual({ ...EMPTY, id: "x" });
});

test("what is write-only is dropped from what is upgraded or moved", async () => {
  const schema = { ...plain.schema, version: 1 };
  const upgraded = await upgradeState({ ...plain, schema, upgrade: () => SECRET }, { version: 0, state: {} });
  expect(upgraded).toEqual({ ...EMPTY, id: "x" });
  const from = { provider: "", type: "", version: 0, state: {}, private: {} };
  const moved = await moveState(
    new Collector(),
    { ...plain, move: () => ({ state: SECRET }) },
    { typeName: "toy_a", from },
  );
  expect(moved.state).toEqual({ ...EMPTY, id: "x" });
});
