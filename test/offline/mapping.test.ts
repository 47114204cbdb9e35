import type { Block } from "../../src/plugin";
import { camelCase, expandBlock, flattenBlock, patchMember, type Mapping } from "../../src/offline/kubernetes/mapping";

const block: Block = {
  attributes: {
    is_open: { type: "bool", optional: true },
    long_name: { type: "string", required: true },
    note: { type: "string", optional: true },
    by_hand: { type: "string", optional: true },
    labels: { type: ["map", "string"], optional: true },
  },
  blocks: {
    inner_part: {
      nesting: "list",
      maxItems: 1,
      block: { attributes: { some_values: { type: ["set", "string"], optional: true } } },
    },
    rule: { nesting: "list", block: { attributes: { port: { type: "number", optional: true } } } },
  },
};

const mapping: Mapping = { block, fields: { by_hand: { isApart: true }, rule: { name: "rules" } } };

describe("the mapping of a resource type", () => {
  it("names members in camel case and leaves out what is empty, but for booleans and required texts", () => {
    const values = { is_open: false, long_name: "", note: "", by_hand: "x", labels: {}, inner_part: [], rule: [] };
    expect(expandBlock(mapping, values)).toEqual({ isOpen: false, longName: "" });
  });

  it("makes an object of a block of at most one, and a list of any other", () => {
    const values = { long_name: "a", inner_part: [{ some_values: ["b"] }], rule: [{ port: 1 }, { port: 0 }] };
    const object = { isOpen: false, longName: "a", innerPart: { someValues: ["b"] }, rules: [{ port: 1 }, {}] };
    expect(expandBlock(mapping, values)).toEqual(object);
    expect(flattenBlock(mapping, object)).toEqual({
      is_open: false,
      long_name: "a",
      note: "",
      labels: {},
      inner_part: [{ some_values: ["b"] }],
      rule: [{ port: 1 }, {}],
    });
  });

  it("keeps an empty object whose block stands: it may select everything", () => {
    expect(expandBlock(mapping, { inner_part: [{}] })).toMatchObject({ innerPart: {} });
    expect(flattenBlock(mapping, { innerPart: {} })).toMatchObject({ inner_part: [{}] });
    expect(flattenBlock(mapping, {})).not.toHaveProperty("inner_part");
  });

  it("changes members that differ, maps key by key", () => {
    const state = { note: "a", labels: { a: "1", b: "2" }, inner_part: [{ some_values: ["b"] }] };
    const plan = { note: "a", labels: { a: "3" }, inner_part: [{ some_values: [] }] };
    const changes = ["note", "labels", "inner_part.some_values"].flatMap((path) =>
      patchMember(mapping, path, { state, plan }),
    );
    expect(changes).toEqual([
      { op: "remove", path: "/labels/b" },
      { op: "add", path: "/labels/a", value: "3" },
      { op: "add", path: "/innerPart/someValues", value: [] },
    ]);
  });

  it("knows no attribute that the schema does not have", () => {
    expect(() => patchMember(mapping, "nothing", { state: {}, plan: {} })).toThrow("the schema has no nothing");
  });
});

it("camelCase joins words", () => {
  expect(camelCase("non_resource_urls")).toBe("nonResourceUrls");
});
