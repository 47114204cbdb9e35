import { from } from "../../../src/plugin";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { assertProvider } from "../../../src/plugin/lifecycle/schema-rules";
import { upgradeState } from "../../../src/plugin/lifecycle/upgrade";
import type { AnyResource } from "../../../src/plugin/provider";
import type { Schema } from "../../../src/plugin/schema";
import { Dynamic, type ValueRecord } from "../../../src/plugin/value";

const NEVER = (): Promise<never> => Promise.reject(new Error("not called"));

function upgrade(
  schema: Schema,
  state: ValueRecord,
  more: Partial<AnyResource> & { version?: number } = {},
): Promise<ValueRecord> {
  const { version = schema.version ?? 0, ...rest } = more;
  return upgradeState({ schema, create: NEVER, read: NEVER, delete: NEVER, ...rest }, { version, state });
}

describe("stored state", () => {
  it("is filled and trimmed to the schema, also at the same version", async () => {
    const schema: Schema = {
      attributes: {
        kept: { type: "string", optional: true },
        added: { type: "string", optional: true },
        token: { type: "string", optional: true, writeOnly: true },
        object: { type: ["object", { a: "string", b: "string" }], optional: true },
        nested: {
          nested: {
            nesting: "map",
            attributes: { a: { type: "bool", optional: true }, b: { type: "bool", optional: true } },
          },
          optional: true,
        },
      },
      blocks: {
        list: { nesting: "list", block: {} },
        map: { nesting: "map", block: {} },
        single: { nesting: "single", block: {} },
        group: { nesting: "group", block: { attributes: { a: { type: "string", optional: true } } } },
      },
    };
    const stored = {
      kept: "x",
      dropped: "y",
      token: "z",
      object: { a: "1", c: "3" },
      nested: { k: { a: true, z: 1 } },
    };
    expect(await upgrade(schema, stored)).toEqual({
      kept: "x",
      added: null,
      token: null,
      object: { a: "1", b: null },
      nested: { k: { a: true, b: null } },
      list: [],
      map: {},
      single: null,
      group: { a: null },
    });
  });

  it("of an older version passes the resource's own upgrade first", async () => {
    const since = { type: "number", optional: true } as const;
    const schema: Schema = { version: 2, attributes: { name: { type: "string", required: true }, since } };
    const upgraded = await upgrade(schema, { title: "x" }, { version: 1, upgrade: ({ state, version }) => ({ name: state.title ?? null, since: version }) }); // prettier-ignore
    expect(upgraded).toEqual({ name: "x", since: 1 });
  });

  it("of a newer version is refused", async () => {
    await expect(upgrade({}, {}, { version: 3 })).rejects.toThrow("written by a newer version of the provider");
  });

  it("converts as Terraform does where only the type of a value changed", async () => {
    const schema: Schema = {
      attributes: {
        text: { type: "string", optional: true },
        number: { type: "number", optional: true },
        flag: { type: "bool", optional: true },
      },
    };
    expect(await upgrade(schema, { text: 5, number: "9007199254740993", flag: "true" })).toEqual({
      text: "5",
      number: 9007199254740993n,
      flag: true,
    });
  });

  it("says where it does not fit", async () => {
    const schema: Schema = {
      blocks: { part: { nesting: "list", block: { attributes: { size: { type: "number", optional: true } } } } },
    };
    const refused = upgrade(schema, { part: [{ size: [] }] });
    await expect(refused).rejects.toThrow("part[0].size must be a number, but is a list");
  });

  it("has its dynamic values and blocks with their types", async () => {
    const value = { type: "dynamic", optional: true } as const;
    const schema: Schema = {
      attributes: { value },
      blocks: { entry: { nesting: "list", block: { attributes: { value } } } },
    };
    const stored = {
      value: { type: ["object", { a: "number" }], value: { a: 1 } },
      entry: {
        type: [
          "tuple",
          [
            ["object", { value: "string" }],
            ["object", { value: "bool" }],
          ],
        ],
        value: [{ value: "x" }, { value: true }],
      },
    };
    expect(await upgrade(schema, stored)).toEqual({
      value: new Dynamic(["object", { a: "number" }], { a: 1 }),
      entry: [{ value: new Dynamic("string", "x") }, { value: new Dynamic("bool", true) }],
    });
  });
});

describe("state of an older version, upgraded by its own schema", () => {
  const resource: AnyResource = {
    create: NEVER,
    read: NEVER,
    delete: NEVER,
    schema: {
      version: 2,
      attributes: { megabytes: { type: "number", computed: true }, kind: { type: "string", computed: true } },
    },
    upgrade: {
      0: from(
        { attributes: { size: { type: "string", required: true }, extra: { type: "dynamic", optional: true } } },
        (old, { diagnostics }) => {
          if (old.size === "0") diagnostics.warning("The toy has no size");
          return { megabytes: Number(old.size), kind: JSON.stringify(old.extra?.type ?? null) };
        },
      ),
      1: from({ attributes: { gigabytes: { type: "number", as: "bigint", required: true } } }, ({ gigabytes }) => ({
        megabytes: gigabytes * 1024n,
      })),
    },
  };

  it.each([
    [0, { size: "7", extra: { type: ["list", "string"], value: ["a"] } }, { megabytes: 7, kind: '["list","string"]' }],
    [0, { size: "7", forgotten: true }, { megabytes: 7, kind: "null" }],
    [1, { gigabytes: 2 }, { megabytes: 2048n, kind: null }],
    [2, { megabytes: 1, kind: "k" }, { megabytes: 1, kind: "k" }],
  ])("from version %d: %j", async (version, state, upgraded) => {
    expect(await upgradeState(resource, { version, state })).toEqual(upgraded);
  });

  it("may come with a warning", async () => {
    const diagnostics = new Collector();
    await upgradeState(resource, { version: 0, state: { size: "0" } }, diagnostics);
    expect(diagnostics.list).toMatchObject([{ severity: "warning", summary: "The toy has no size" }]);
  });

  it("is refused where it is not of that schema", async () => {
    await expect(upgradeState(resource, { version: 0, state: { size: [1] } })).rejects.toThrow("size must be a string");
  });

  it("is named where no version could ever need it", () => {
    const provider = { name: "toy", schema: {}, configure: () => null };
    const late = { ...resource, upgrade: { 2: from({}, () => ({})) } };
    expect(() => {
      assertProvider({ ...provider, resources: { toy_a: late } });
    }).toThrow("resource toy_a: upgrades version 2, but version 2 is the current one");
  });
});
