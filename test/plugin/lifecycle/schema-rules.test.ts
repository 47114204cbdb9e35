import type { AnyProvider } from "../../../src/plugin";
import { assertProvider, providerFaults, schemaFaults } from "../../../src/plugin/lifecycle/schema-rules";
import type { Attribute, Schema } from "../../../src/plugin/schema";
import { toyProvider } from "../toy-provider";

const ok: Attribute = { type: "string", optional: true };
const dynamic: Attribute = { type: "dynamic", optional: true };

describe("a provider", () => {
  it("with every kind of schema passes", () => {
    expect(() => {
      assertProvider(toyProvider);
    }).not.toThrow();
  });

  it("is refused with all its faults at once", () => {
    const faulty = {
      ...toyProvider,
      name: "Toy",
      schema: { attributes: { alias: ok } },
      dataSources: { other_thing: { schema: { attributes: { count: ok } }, read: () => Promise.resolve({}) } },
    };
    expect(() => {
      assertProvider(faulty);
    }).toThrow(/provider name "Toy"[^]*provider.alias: Terraform keeps[^]*must start with Toy_[^]*other_thing.count/);
  });
});

describe("a list of blocks that holds dynamic values", () => {
  const list: Schema = { blocks: { b: { nesting: "list", block: { attributes: { d: dynamic } } } } };
  const around: Schema = { blocks: { a: { nesting: "single", block: list } } };
  const providerOf = (parts: Partial<AnyProvider>): AnyProvider => ({
    name: "toy",
    schema: {},
    configure: () => null,
    ...parts,
  });

  it("is refused in a data source and an ephemeral resource, of which Terraform panics where anything is unknown", () => {
    const dataSources = { toy_d: { schema: list, read: () => Promise.resolve({}) } };
    const ephemerals = { toy_e: { schema: around, open: () => Promise.resolve({ result: {} }) } };
    expect(providerFaults(providerOf({ dataSources, ephemerals }))).toEqual([
      expect.stringMatching(/^data source toy_d\.b: .*dynamic/) as string,
      expect.stringMatching(/^ephemeral resource toy_e\.a\.b: .*dynamic/) as string,
    ]);
  });

  it("may be in a resource, and any other nesting anywhere", () => {
    const resource = { ...(toyProvider.resources?.toy_kinds ?? never()), schema: list };
    const map: Schema = { blocks: { b: { nesting: "map", block: { attributes: { d: dynamic } } } } };
    const dataSources = { toy_d: { schema: map, read: () => Promise.resolve({}) } };
    expect(providerFaults(providerOf({ resources: { toy_r: resource }, dataSources }))).toEqual([]);
  });
});

function never(): never {
  throw new Error("the toy has no such resource");
}

describe("a schema", () => {
  const attribute = (text: string, a: Attribute): [string, Schema] => [text, { attributes: { a } }];
  const nested = (nesting: "set" | "list", inner: Attribute, flags: object = { optional: true }): Attribute => ({
    nested: { nesting, attributes: { inner } },
    ...flags,
  });

  it.each<[string, Schema]>([
    attribute("t.a: must be required, optional or computed", { type: "string" }),
    attribute("t.a: cannot be both required and optional", { type: "string", required: true, optional: true }),
    attribute("t.a: cannot be both required and computed", { type: "string", required: true, computed: true }),
    attribute("t.a: cannot be both write-only and computed", {
      type: "string",
      optional: true,
      computed: true,
      writeOnly: true,
    }),
    attribute("t.a.inner: cannot be write-only inside a set", nested("set", { ...ok, writeOnly: true })),
    attribute("t.a: has a default, so it must be optional and computed", { ...ok, default: "x" }),
    attribute("t.a: the default a must be a string, not a number", { ...ok, computed: true, default: 1 as never }),
    attribute("t.a: keeps its prior value, so it must be computed", { ...ok, useStateForUnknown: true }),
    attribute("t.a: is write-only: a change is never seen", { ...ok, writeOnly: true, requiresReplace: true }),
    attribute("t.a: a set cannot hold dynamic values", nested("set", { type: "dynamic", optional: true })),
    attribute("t.a: a set cannot hold dynamic values", { type: ["set", "dynamic"], optional: true }),
    attribute("t.a.inner: must be computed, like the attribute around it", nested("list", ok, { computed: true })),
    attribute("t.a: needs at least one nested attribute", {
      nested: { nesting: "list", attributes: {} },
      optional: true,
    }),
    attribute("is not a Terraform type", { type: "text" as "string", optional: true }),
    ["t.Big: the name may contain lower-case letters", { attributes: { Big: ok } }],
    ["t.a: is both an attribute and a block", { attributes: { a: ok }, blocks: { a: { nesting: "list", block: {} } } }],
    ["t.b: a set cannot hold dynamic", { blocks: { b: { nesting: "set", block: { attributes: { a: dynamic } } } } }],
    [
      "t.b: a map of blocks cannot hold both write-only and dynamic values",
      { blocks: { b: { nesting: "map", block: { attributes: { a: { ...ok, writeOnly: true }, d: dynamic } } } } },
    ],
    ["t.b: minItems is above maxItems", { blocks: { b: { nesting: "list", minItems: 2, maxItems: 1, block: {} } } }],
    ["t.b: minItems and maxItems cannot be negative", { blocks: { b: { nesting: "list", minItems: -1, block: {} } } }],
    ["t.b: a single block has", { blocks: { b: { nesting: "single", maxItems: 2, block: {} } } }],
    ["t.b: a group has neither", { blocks: { b: { nesting: "group", maxItems: 1, block: {} } } }],
    ["t.b: a map of blocks has neither", { blocks: { b: { nesting: "map", maxItems: 1, block: {} } } }],
    ["t.b.c: must be required", { blocks: { b: { nesting: "list", block: { attributes: { c: { type: "bool" } } } } } }],
    ["t: version -1 is no natural number", { version: -1 }],
  ])("is refused: %s", (message, schema) => {
    const faults = schemaFaults("t", schema);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(message);
  });
});
