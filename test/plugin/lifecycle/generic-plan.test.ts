import { genericPlan } from "../../../src/plugin/lifecycle/generic-plan";
import { replacingPaths } from "../../../src/plugin/lifecycle/replace";
import { schemaFaults } from "../../../src/plugin/lifecycle/schema-rules";
import type { Attribute, AttributeChange, NestedBlock, Schema } from "../../../src/plugin/schema";
import { Dynamic, UNKNOWN, UnknownValue, type Value, type ValueRecord } from "../../../src/plugin/value";

const name: Attribute = { type: "string", required: true };
const size: Attribute = { type: "number", optional: true };
const kept: Attribute = { type: "string", computed: true, useStateForUnknown: true };

/** The plan of a change to stored parts, and another change beside it, without which nothing would become unknown. */
function partsAfter(
  part: NestedBlock,
  [prior, config]: readonly [readonly ValueRecord[], readonly ValueRecord[]],
): Value {
  const schema: Schema = { attributes: { name }, blocks: { part } };
  // Terraform itself merges by index.
  const proposed = config.map((item, index) => ({ ...item, id: prior[index]?.id ?? null }));
  const planned = genericPlan(schema, {
    config: { name: "b", part: config },
    prior: { name: "a", part: prior },
    proposed: { name: "b", part: proposed },
  });
  return planned?.part ?? null;
}

const given = (...names: readonly string[]): readonly ValueRecord[] =>
  names.map((each) => ({ name: each, size: null, id: null }));
const stored = (...names: readonly string[]): readonly ValueRecord[] =>
  names.map((each) => ({ name: each, size: null, id: `id-${each}` }));
const idsOf = (parts: Value): readonly Value[] => (parts as readonly ValueRecord[]).map(({ id }) => id ?? null);

describe("a plan of what is stored already", () => {
  const stored: ValueRecord = { size: 4, disk: { serial: "a" } };
  const other: ValueRecord = { size: 1, disk: { serial: "b" } };
  const disk: Attribute = {
    computed: true,
    nested: { nesting: "single", attributes: { serial: { type: "string", computed: true } } },
  };
  const part: NestedBlock = { nesting: "set", block: { attributes: { size, disk } } };
  const without = (record: ValueRecord): ValueRecord => ({ ...record, disk: null });

  it("is empty where Terraform does not find the elements of a set again, since they hold computed objects", () => {
    for (const schema of [
      { blocks: { part } },
      { attributes: { part: { optional: true, nested: { nesting: "set", attributes: part.block.attributes ?? {} } } } },
    ] satisfies Schema[]) {
      const config = { part: [without(stored), without(other)] };
      const prior = { part: [other, stored] };
      expect(genericPlan(schema, { config, prior, proposed: config })).toEqual({ part: [stored, other] });
    }
  });

  it("takes no stored element for one that is new, or for one of several", () => {
    const config = { part: [{ size: 2, disk: null }, without(stored)] };
    const planned = genericPlan({ blocks: { part } }, { config, prior: { part: [stored, other] }, proposed: config });
    expect(planned?.part).toEqual([
      { size: 2, disk: UNKNOWN },
      { size: 4, disk: UNKNOWN },
    ]);
    const twins = [stored, { size: 4, disk: { serial: "c" } }];
    const one = { part: [without(stored)] };
    const unsure = genericPlan({ blocks: { part } }, { config: one, prior: { part: twins }, proposed: one });
    expect(unsure?.part).toEqual([{ size: 4, disk: UNKNOWN }]);
  });

  it("is empty where a set has another order, also beside dynamic values in a list of blocks", () => {
    const tags: Attribute = { type: ["set", "string"], optional: true, computed: true, default: ["b", "a"] };
    const attributes = {
      tags,
      any: { type: "dynamic", optional: true },
      id: { type: "string", computed: true },
    } as const;
    const schema: Schema = { blocks: { part: { nesting: "list", block: { attributes } } } };
    const prior = { part: [{ tags: ["a", "b"], any: new Dynamic("bool", true), id: "1" }] };
    const config = { part: [{ tags: null, any: new Dynamic("bool", true), id: null }] };
    expect(genericPlan(schema, { config, prior, proposed: prior })?.part).toMatchObject([{ id: "1" }]);
  });
});

describe("a computed value that is kept", () => {
  const block = { attributes: { name, size, id: kept } };
  const list: NestedBlock = { nesting: "list", block };

  it.each<[string, readonly string[], readonly string[], readonly Value[]]>([
    ["where nothing moves", ["a", "b"], ["a", "b"], ["id-a", "id-b"]],
    ["after the first element is gone", ["a", "b", "c"], ["b", "c"], ["id-b", "id-c"]],
    ["before a new element", ["b"], ["a", "b"], [UNKNOWN, "id-b"]],
    ["where elements change places", ["a", "b"], ["b", "a"], ["id-b", "id-a"]],
    ["not where it might be a neighbour", ["a", "b"], ["a", "c"], ["id-a", UNKNOWN]],
    ["not where two are alike", ["a", "a"], ["x", "a", "a"], [UNKNOWN, UNKNOWN, UNKNOWN]],
  ])("stays with its element of a list: %s", (_, before, after, ids) => {
    expect(idsOf(partsAfter(list, [stored(...before), given(...after)]))).toEqual(ids);
  });

  it("is found by the key of a list or set, whatever else changes", () => {
    const config = [...given("new"), { name: "a", size: 2, id: null }];
    for (const nesting of ["list", "set"] as const) {
      expect(idsOf(partsAfter({ nesting, block, key: "name" }, [stored("a", "b"), config]))).toEqual([UNKNOWN, "id-a"]);
    }
    const twice = partsAfter({ nesting: "list", block, key: "name" }, [stored("a", "a"), given("a")]);
    expect(idsOf(twice)).toEqual([UNKNOWN]);
  });

  it("stays in the only element that there may be", () => {
    const changed = partsAfter({ ...list, maxItems: 1 }, [stored("a"), given("c")]);
    expect(idsOf(changed)).toEqual(["id-a"]);
  });

  it("is found in a long list without comparing all with all", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const ids = idsOf(partsAfter(list, [stored(...names), given(...names.slice(1))]));
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([19_999, "id-n1", "id-n19999"]);
  });
});

describe("a computed value", () => {
  const login: Attribute = { type: "string", computed: true, unknownWhen: ["name", "part"] };
  const id: Attribute = { type: "string", computed: true, useStateForUnknown: true, notNull: true };
  const part: NestedBlock = { nesting: "list", block: { attributes: { size } } };
  const schema: Schema = { attributes: { name, size, login, id }, blocks: { part } };
  const prior = { name: "a", size: 1, login: "l", id: "1", part: [] };
  const planned = (change: ValueRecord, before: ValueRecord | null = prior): ValueRecord | null => {
    const config = { ...prior, login: null, id: null, ...change };
    return genericPlan(schema, { config, prior: before, proposed: { ...(before ?? config), ...change } });
  };

  it("becomes unknown where one of those changes that it names", () => {
    expect(planned({ name: "b" })?.login).toBe(UNKNOWN);
    expect(planned({ part: [{ size: 1 }] })?.login).toBe(UNKNOWN);
    expect(planned({ name: UNKNOWN })?.login).toBe(UNKNOWN);
    expect(planned({ size: 2 })?.login).toBe("l");
  });

  it("is planned as never null, where it is", () => {
    const promised = new UnknownValue({ notNull: true });
    expect(planned({}, null)?.id).toEqual(promised);
    expect(planned({ size: 2 }, { ...prior, id: null })?.id).toEqual(promised);
    expect(planned({ size: 2 })?.id).toBe("1");
  });

  it("names what a configuration can change", () => {
    expect(schemaFaults("toy", schema)).toEqual([]);
    const wrong: Schema = { attributes: { name, login: { ...login, unknownWhen: ["id", "nmae"] }, id } };
    expect(schemaFaults("toy", wrong)).toEqual([
      "toy.login: unknownWhen names id, which no configuration can change",
      "toy.login: unknownWhen names nmae, which no configuration can change",
    ]);
  });
});

describe("a default that is a function", () => {
  const seen: unknown[] = [];
  const slug: Attribute = {
    type: "string",
    optional: true,
    computed: true,
    default: ({ config, path }) => {
      seen.push(path);
      return typeof config.name === "string" ? `${config.name}-slug` : undefined;
    },
  };
  const schema: Schema = {
    attributes: { name, slug },
    blocks: { part: { nesting: "list", block: { attributes: { slug } } } },
  };

  it("sees the whole configuration, and leaves the value to the provider where it returns nothing", () => {
    const change = (config: ValueRecord): ValueRecord | null =>
      genericPlan(schema, { config, prior: null, proposed: config });
    const part = [{ slug: null }, { slug: "own" }];
    expect(change({ name: "a", slug: null, part })).toEqual({
      name: "a",
      slug: "a-slug",
      part: [{ slug: "a-slug" }, { slug: "own" }],
    });
    expect(seen).toEqual([["slug"], ["part", 0, "slug"]]);
    expect(change({ name: UNKNOWN, slug: null, part: [] })?.slug).toBe(UNKNOWN);
  });
});

describe("a replacement that a function decides on", () => {
  const grows = ({ prior, plan }: AttributeChange<number>): boolean => typeof plan === "number" && plan < (prior ?? 0);
  const disk: Attribute = { type: "number", optional: true, requiresReplace: grows };
  const schema: Schema = {
    attributes: { disk },
    blocks: { part: { nesting: "list", block: { attributes: { disk } } } },
  };

  it("is asked about values that change", () => {
    const paths = (prior: ValueRecord, plan: ValueRecord): unknown =>
      replacingPaths(schema, { config: plan, prior, plan });
    const value = (disks: readonly number[]): ValueRecord => ({
      disk: disks[0] ?? null,
      part: disks.map((each) => ({ disk: each })),
    });
    expect(paths(value([2, 2]), value([3, 1]))).toEqual([["part", 1, "disk"]]);
    expect(paths(value([2]), value([1]))).toEqual([["disk"], ["part", 0, "disk"]]);
    expect(paths(value([2, 2]), value([2]))).toEqual([]);
  });

  it("is refused inside of a set, where there is nothing to compare with", () => {
    const inSet: Schema = { blocks: { part: { nesting: "set", block: { attributes: { disk } } } } };
    expect(schemaFaults("toy", inSet)).toEqual([expect.stringContaining("requiresReplace cannot be a function")]);
  });
});

describe("the key of elements", () => {
  it.each<[string, NestedBlock, string]>([
    [
      "is one of their attributes",
      { nesting: "list", key: "id", block: { attributes: { name } } },
      "its key id is no attribute",
    ],
    ["is not for maps", { nesting: "map", key: "name", block: { attributes: { name } } }, "a map has no key"],
  ])("%s", (_, part, fault) => {
    expect(schemaFaults("toy", { blocks: { part } })).toEqual([expect.stringContaining(fault)]);
  });
});
