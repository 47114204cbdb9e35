import { forClient } from "../../src/plugin/define";
import { byId } from "../../src/plugin/import-by";
import type { ConfigOf, PlannedOf, StateOf } from "../../src/plugin/infer";
import { schemaFaults } from "../../src/plugin/lifecycle/schema-rules";
import type { AnyProvider, Resource } from "../../src/plugin/provider";
import type { Schema } from "../../src/plugin/schema";
import { isUnknown, type Decimal, type UnknownValue, type ValueRecord } from "../../src/plugin/value";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const schema = {
  attributes: {
    name: { type: "string", required: true },
    size: { type: "bool", optional: true, computed: true, default: false },
    id: { type: "string", computed: true },
    tags: { type: ["map", "string"], optional: true },
    token: { type: "string", optional: true, writeOnly: true },
    limits: { nested: { nesting: "list", attributes: { key: { type: "string", required: true } } }, optional: true },
  },
  blocks: { rule: { nesting: "list", block: { attributes: { host: { type: "string", required: true } } } } },
} as const satisfies Schema;

const numbers = {
  attributes: {
    float: { type: "number", required: true },
    int: { type: "number", as: "int", required: true },
    big: { type: ["list", "number"], as: "bigint", required: true },
    exact: { type: "number", as: "exact", computed: true },
  },
} as const satisfies Schema;

const promises = {
  attributes: {
    id: { type: "string", computed: true, notNull: true },
    slug: { type: "string", optional: true, computed: true, default: () => "slug" },
    maybe: { type: "string", optional: true, computed: true, default: () => undefined },
  },
} as const satisfies Schema;

describe("the types inferred from a schema", () => {
  it("say where null and unknown may stand", () => {
    // Each entry fails to compile where the two types differ.
    const equal: readonly [
      Equal<ConfigOf<typeof schema>["name"], string | UnknownValue>,
      Equal<ConfigOf<typeof schema>["size"], boolean | UnknownValue | null>,
      Equal<PlannedOf<typeof schema>["name"], string>,
      Equal<PlannedOf<typeof schema>["id"], string | UnknownValue | null>,
      Equal<StateOf<typeof schema>["size"], boolean>,
      Equal<StateOf<typeof schema>["token"], null>,
      Equal<StateOf<typeof schema>["rule"][number]["host"], string>,
      Equal<StateOf<typeof schema>["tags"], Readonly<Record<string, string | null>> | null>,
      Equal<ConfigOf<Schema>, ValueRecord>,
    ] = [true, true, true, true, true, true, true, true, true];
    expect(equal).not.toContain(false);
    expect(schemaFaults("toy", schema)).toEqual([]);
  });

  it("have the kinds of numbers that the schema asks for", () => {
    const equal: readonly [
      Equal<StateOf<typeof numbers>["float"], number>,
      Equal<StateOf<typeof numbers>["int"], number>,
      Equal<StateOf<typeof numbers>["big"], readonly (bigint | null)[]>,
      Equal<StateOf<typeof numbers>["exact"], Decimal | null>,
    ] = [true, true, true, true];
    expect(equal).not.toContain(false);
    expect(schemaFaults("toy", numbers)).toEqual([]);
  });

  it("have no null where the schema promises none", () => {
    const equal: readonly [
      Equal<StateOf<typeof promises>["id"], string>,
      Equal<PlannedOf<typeof promises>["id"], string | UnknownValue>,
      Equal<StateOf<typeof promises>["slug"], string>,
      Equal<ConfigOf<typeof promises>["slug"], string | UnknownValue | null>,
      Equal<StateOf<typeof promises>["maybe"], string | null>,
    ] = [true, true, true, true, true];
    expect(equal).not.toContain(false);
    expect(schemaFaults("toy", promises)).toEqual([]);
  });

  it("follow from a schema written in the definition itself", () => {
    const { provider, resource } = forClient<{ readonly prefix: string }>();
    const thing = resource({
      schema: {
        attributes: { name: { type: "string", required: true }, id: { type: "string", computed: true } },
        blocks: { rule: { nesting: "list", block: { attributes: { host: { type: "string", required: true } } } } },
      },
      create: ({ plan, client }) =>
        Promise.resolve({ state: { ...plan, id: client.prefix + plan.rule.map(({ host }) => host).join() } }),
      read: ({ state }) => Promise.resolve({ state }),
      delete: () => Promise.resolve(),
    });
    const served: AnyProvider = provider({
      name: "toy",
      schema: { attributes: { prefix: { type: "string", required: true } } },
      configure: ({ config }) => ({ prefix: isUnknown(config.prefix) ? "" : config.prefix }),
      resources: { toy_thing: thing },
    });
    expect(Object.keys(served.resources ?? {})).toEqual(["toy_thing"]);
  });

  it("give an identity the types of its attributes", () => {
    const { resource } = forClient<null>();
    const thing = resource({
      schema: { attributes: { name: { type: "string", required: true }, size: { type: "number", optional: true } } },
      identity: {
        attributes: { name: { type: "string", requiredForImport: true }, port: { type: "number" } },
        of: ({ name }) => ({ name, port: null }),
        import({ identity }) {
          const equal: readonly Equal<typeof identity, { readonly name: string; readonly port: number | null }>[] = [
            true,
          ];
          return equal.map(() => ({ state: { name: identity.name } }));
        },
      },
      create: ({ plan }) => Promise.resolve({ state: plan }),
      read: ({ state }) => Promise.resolve({ state }),
      delete: () => Promise.resolve(),
      // @ts-expect-error: there is no such attribute
      import: byId("id"),
    });
    expect(thing).toHaveProperty("identity.attributes.port");
  });

  it("refuse a state in which a computed attribute may be unknown", () => {
    const thing: Pick<Resource<typeof schema>, "create"> = {
      // @ts-expect-error: `id` may still be unknown here
      create: ({ plan }) => Promise.resolve({ state: { ...plan, size: false } }),
    };
    expect(thing).toHaveProperty("create");
  });
});
