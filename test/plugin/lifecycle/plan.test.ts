import { dynamicOf } from "../../../src/plugin/values/dynamic";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { planResource, type Plan } from "../../../src/plugin/lifecycle/plan";
import { Session } from "../../../src/plugin/lifecycle/session";
import type { AnyResource } from "../../../src/plugin/provider";
import type { Attribute, Schema } from "../../../src/plugin/schema";
import { UNKNOWN, UnknownValue, type ValueRecord } from "../../../src/plugin/value";
import { toyProvider } from "../toy-provider";

const NEVER = (): Promise<never> => Promise.reject(new Error("not called"));

function resourceOf(schema: Schema, more: Partial<AnyResource> = {}): AnyResource {
  return { schema, create: NEVER, read: NEVER, update: NEVER, delete: NEVER, ...more };
}

interface Change {
  readonly config: ValueRecord | null;
  readonly prior?: ValueRecord | null;
  readonly proposed?: ValueRecord | null;
}

async function plan(resource: AnyResource, change: Change): Promise<Plan & { readonly errors: readonly string[] }> {
  const diagnostics = new Collector();
  const { config, prior = null, proposed = config } = change;
  const call = { session: new Session(toyProvider), diagnostics };
  const planned = await planResource(call, resource, { config, prior, proposed, private: {} });
  return { ...planned, errors: diagnostics.list.map(({ detail, summary }) => detail ?? summary) };
}

const id: Attribute = { type: "string", computed: true };
const name: Attribute = { type: "string", required: true };

describe("the plan of a new resource", () => {
  it("has unknown in the place of what the provider alone can say", async () => {
    const { planned } = await plan(resourceOf({ attributes: { id, name } }), { config: { id: null, name: "a" } });
    expect(planned).toEqual({ id: UNKNOWN, name: "a" });
  });

  it("has defaults at every depth, and no write-only values", async () => {
    const size: Attribute = { type: "number", optional: true, computed: true, default: 3 };
    const resource = resourceOf({
      attributes: {
        size,
        token: { type: "string", optional: true, writeOnly: true },
        list: { nested: { nesting: "list", attributes: { size, id } }, optional: true },
        map: { nested: { nesting: "map", attributes: { size } }, optional: true },
        unset: { nested: { nesting: "single", attributes: { size } }, optional: true },
      },
      blocks: { part: { nesting: "set", block: { attributes: { name, size } } } },
    });
    const config = {
      size: null,
      token: "secret",
      list: [{ size: null, id: null }, { size: 4, id: null }], // prettier-ignore
      map: { a: { size: null } },
      unset: null,
      part: [{ name: "x", size: null }, { name: "y", size: 5 }], // prettier-ignore
    };
    const { planned, errors } = await plan(resource, { config });
    expect(errors).toEqual([]);
    expect(planned).toEqual({
      size: 3,
      token: null,
      list: [{ size: 3, id: UNKNOWN }, { size: 4, id: UNKNOWN }], // prettier-ignore
      map: { a: { size: 3 } },
      unset: null,
      part: [{ name: "x", size: 3 }, { name: "y", size: 5 }], // prettier-ignore
    });
  });

  it("keeps what the configuration does not know yet", async () => {
    const refined = new UnknownValue({ notNull: true });
    const resource = resourceOf({
      attributes: { id, name },
      blocks: { part: { nesting: "list", block: { attributes: { id } } } },
    });
    const { planned, errors } = await plan(resource, { config: { id: null, name: refined, part: UNKNOWN } });
    expect(errors).toEqual([]);
    expect(planned).toEqual({ id: UNKNOWN, name: refined, part: UNKNOWN });
  });
});

describe("the plan of a change", () => {
  const schema: Schema = {
    attributes: { id: { ...id, useStateForUnknown: true }, name, serial: { type: "number", computed: true } },
  };
  const prior = { id: "1", name: "a", serial: 4 };

  it("is the prior state where a default is written in another of Unicode's ways", async () => {
    const accent: Attribute = { type: "string", optional: true, computed: true, default: "e\u0301" };
    const stored = { id: "1", accent: "\u00e9" };
    const change = { config: { id: null, accent: null }, prior: stored, proposed: stored };
    expect((await plan(resourceOf({ attributes: { id, accent } }), change)).planned).toEqual(stored);
  });

  it("is the prior state where nothing changes", async () => {
    const { planned } = await plan(resourceOf(schema), {
      config: { id: null, name: "a", serial: null },
      prior,
      proposed: prior,
    });
    expect(planned).toEqual(prior);
  });

  it("keeps stable values and opens the others", async () => {
    const proposed = { ...prior, name: "b" };
    const { planned } = await plan(resourceOf(schema), {
      config: { id: null, name: "b", serial: null },
      prior,
      proposed,
    });
    expect(planned).toEqual({ id: "1", name: "b", serial: UNKNOWN });
  });

  it("leaves all to a planner of the resource's own, a destroy excepted", async () => {
    const seen: unknown[] = [];
    const resource = resourceOf(schema, {
      modifyPlan: () => ({ plan: { id: "modified", name: "b", serial: null } }),
      plan: ({ config, state }) => {
        seen.push([config, state]);
        return { plan: { ...prior, name: "b" }, requiresReplace: [["name"]] };
      },
    });
    const config = { id: null, name: "b", serial: null };
    const own = await plan(resource, { config, prior, proposed: { ...prior, name: "b" } });
    expect(own).toMatchObject({ planned: { ...prior, name: "b" }, requiresReplace: [["name"]], errors: [] });
    expect((await plan(resource, { config: null, prior, proposed: null })).planned).toBeNull();
    expect(seen).toEqual([[config, prior]]);
  });

  it("opens computed values in the legacy type system too: that flag changes no plan", async () => {
    const change = { config: { id: null, name: "b", serial: null }, prior, proposed: { ...prior, name: "b" } };
    const legacy = await plan(resourceOf(schema, { legacyTypeSystem: true }), change);
    expect(legacy.planned).toEqual((await plan(resourceOf(schema), change)).planned);
  });

  it("pairs the elements of sets with those they come from", async () => {
    const code: Attribute = { type: "string", computed: true, useStateForUnknown: true };
    const resource = resourceOf({
      attributes: { name },
      blocks: { part: { nesting: "set", block: { attributes: { name, code } } } },
    });
    const change = {
      config: { name: "b", part: [{ name: "new", code: null }, { name: "old", code: null }] },
      prior: { name: "a", part: [{ name: "old", code: "c1" }, { name: "gone", code: "c2" }] },
      proposed: { name: "b", part: [{ name: "old", code: "c1" }, { name: "new", code: null }] },
    }; // prettier-ignore
    expect((await plan(resource, change)).planned).toEqual({
      name: "b",
      part: [{ name: "old", code: "c1" }, { name: "new", code: UNKNOWN }],
    }); // prettier-ignore
  });

  it("replaces where a marked value changes, at any depth that has an address", async () => {
    const kind: Attribute = { type: "string", optional: true, requiresReplace: true };
    const nested = { nested: { nesting: "map", attributes: { kind } }, optional: true } as const;
    const block = { attributes: { kind, free: { type: "string", optional: true } } } as const;
    const resource = resourceOf({
      attributes: { kind, nested },
      blocks: { part: { nesting: "list", block }, lot: { nesting: "set", block } },
    });
    const part = (value: string | null, free = "x"): ValueRecord => ({ kind: value, free });
    const before = { kind: "a", nested: { k: { kind: "a" } }, part: [part("a"), part("b")], lot: [part("a")] };
    const after = { kind: "a", nested: { k: { kind: "b" } }, part: [part("a"), part(null)], lot: [part("c")] };
    const { requiresReplace } = await plan(resource, { config: after, prior: before });
    expect(requiresReplace).toEqual([["nested", "k", "kind"], ["part", 1, "kind"], ["lot"]]); // prettier-ignore
    const freed = { ...before, lot: [part("a", "y")], part: [part("a", "z"), part("b")] };
    expect((await plan(resource, { config: freed, prior: before })).requiresReplace).toEqual([]);
  });

  it("lets a set without marked values gain and lose elements", async () => {
    const block = { attributes: { free: { type: "string", optional: true } } } as const;
    const resource = resourceOf({ attributes: {}, blocks: { lot: { nesting: "set", block } } });
    const change = { config: { lot: [{ free: "a" }, { free: "b" }] }, prior: { lot: [{ free: "a" }] } };
    expect((await plan(resource, change)).requiresReplace).toEqual([]);
  });

  it("replaces at every change where the resource has no update", async () => {
    const change = { config: { id: null, name: "b", serial: null }, prior, proposed: { ...prior, name: "b" } };
    expect((await plan({ schema, create: NEVER, read: NEVER, delete: NEVER }, change)).requiresReplace).toEqual([
      ["name"],
    ]);
  });
});

describe("the resource's own say in the plan", () => {
  it.each([false, true])("never holds a write-only value, in the legacy type system (%j) neither", async (legacy) => {
    const token: Attribute = { type: "string", optional: true, writeOnly: true };
    const own = { legacyTypeSystem: legacy, modifyPlan: () => ({ plan: { name: "b", token: "x" } }) };
    const { planned, errors } = await plan(resourceOf({ attributes: { name, token } }, own), {
      config: { name: "b", token: "x" },
    });
    expect({ planned, errors }).toEqual({ planned: { name: "b", token: null }, errors: [] });
  });

  it("comes last, and its replacements are added", async () => {
    const resource = resourceOf(
      { attributes: { id, name } },
      {
        modifyPlan: ({ plan: planned, state }) => ({
          plan: { ...planned, id: "known" },
          requiresReplace: state === null ? [] : [["name"]],
          private: { seen: true },
        }),
      },
    );
    const change = { config: { id: null, name: "b" }, prior: { id: "1", name: "a" }, proposed: { id: "1", name: "b" } };
    expect(await plan(resource, change)).toMatchObject({
      planned: { id: "known", name: "b" },
      requiresReplace: [["name"]],
      private: { seen: true },
      errors: [],
    });
  });

  it("is asked on destroy too, and cannot bring the resource back", async () => {
    const seen: unknown[] = [];
    const resource = resourceOf({ attributes: { name } }, { modifyPlan: ({ action, plan: planned }) => {
      seen.push(action, planned);
      return { plan: { name: "back" } };
    } }); // prettier-ignore
    expect((await plan(resource, { config: null, prior: { name: "a" } })).planned).toBeNull();
    expect(seen).toEqual(["delete", null]);
  });
});

describe("a plan that Terraform would refuse", () => {
  const schema: Schema = {
    attributes: {
      name,
      size: { type: "number", optional: true },
      token: { type: "string", optional: true, writeOnly: true },
      rules: {
        nested: { nesting: "list", attributes: { port: { type: "number", required: true }, id } },
        optional: true,
      },
    },
    blocks: { part: { nesting: "list", block: { attributes: { name } } } },
  };
  const config = { name: "a", size: 1, token: null, rules: [{ port: 1, id: null }], part: [{ name: "p" }] };

  it.each<[string, ValueRecord, string]>([
    ["another value", { name: "b" }, "name is planned with another value than the configured one"],
    ["a value that is not configured", { size: null }, "size is planned with another value"],
    ["another nested value", { rules: [{ port: 2, id: UNKNOWN }] }, "rules[0].port is planned with another value"],
    ["more elements", { rules: [] }, "rules must have 1 elements, not 0"],
    ["null for a block", { part: null }, "part is a block and must not be null; where there is none it is []"],
    ["unknown for a block", { part: UNKNOWN }, "part must not be unknown"],
    ["more blocks", { part: [] }, "part must have 1 elements, not 0"],
    ["null among blocks", { part: [null] }, "part has a block that is null"],
    ["a wrong type", { size: "1" }, "size must be a number, not a string"],
    ["NaN", { size: NaN }, "size must not be NaN"],
    ["an extra attribute", { other: 1 }, "other is not in the schema"],
  ])("is refused here: %s", async (_, changed, message) => {
    const resource = resourceOf(schema, { modifyPlan: ({ plan: planned }) => ({ plan: { ...planned, ...changed } }) });
    const { errors } = await plan(resource, { config });
    expect(errors).toEqual([expect.stringContaining(message)]);
    expect(errors[0]).toContain("This is a bug in the provider");
  });

  it("is refused where its reason for a replacement is not in the schema", async () => {
    const because = (...path: string[]): AnyResource =>
      resourceOf({ attributes: { name } }, { modifyPlan: () => ({ requiresReplace: [path] }) });
    const change = { config: { name: "b" }, prior: { name: "a" } };
    expect((await plan(because("nmae"), change)).errors).toEqual([expect.stringContaining("nmae is a reason for")]);
    expect((await plan(because("name"), change)).errors).toEqual([]);
    expect((await plan(because(), change)).errors).toEqual([]);
  });

  it("may write a dynamic object anew, in another order", async () => {
    const any: Attribute = { type: "dynamic", optional: true };
    const resource = resourceOf(
      { attributes: { any } },
      { modifyPlan: () => ({ plan: { any: dynamicOf({ a: "x", b: [1] }) } }) },
    );
    expect((await plan(resource, { config: { any: dynamicOf({ b: [1], a: "x" }) } })).errors).toEqual([]);
  });

  it("finds the element of a set that each planned one comes from, in any order", async () => {
    const stable: Attribute = { type: "string", computed: true, useStateForUnknown: true };
    const part = { nested: { nesting: "set", attributes: { name, id: stable } }, optional: true } as const;
    const names = ["a", "b", "c"];
    const stored = names.map((each) => ({ name: each, id: `id-${each}` }));
    const { planned } = await plan(resourceOf({ attributes: { name, part } }), {
      config: { name: "y", part: names.map((each) => ({ name: each, id: null })) },
      prior: { name: "x", part: stored },
      proposed: { name: "y", part: stored.toReversed() },
    });
    expect(planned).toEqual({ name: "y", part: stored.toReversed() });
  });

  it("may keep the prior value where it means the same as the configured one", async () => {
    const resource = resourceOf({ attributes: { name } }, { modifyPlan: ({ state }) => ({ plan: state ?? {} }) });
    expect((await plan(resource, { config: { name: "A" }, prior: { name: "a" } })).errors).toEqual([]);
  });

  it("is forgiven its values, but not its types, in the legacy type system", async () => {
    const legacy = (changed: ValueRecord): AnyResource =>
      resourceOf(
        { attributes: { size: { type: "number", optional: true } } },
        { legacyTypeSystem: true, modifyPlan: () => ({ plan: changed }) },
      );
    expect((await plan(legacy({ size: 0 }), { config: { size: null } })).errors).toEqual([]);
    expect((await plan(legacy({ size: "0" }), { config: { size: null } })).errors).toHaveLength(1);
  });
});
