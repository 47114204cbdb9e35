import { DiagnosticError, type Diagnostics } from "../../../src/plugin/diagnostic";
import { applyResource, type Applied, type ApplyRequest } from "../../../src/plugin/lifecycle/apply";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { Session } from "../../../src/plugin/lifecycle/session";
import type { AnyResource } from "../../../src/plugin/provider";
import type { Schema } from "../../../src/plugin/schema";
import { UNKNOWN, UnknownValue, type ValueRecord } from "../../../src/plugin/value";
import { toyProvider } from "../toy-provider";

const schema: Schema = {
  attributes: {
    id: { type: "string", computed: true },
    name: { type: "string", required: true },
    list: { type: ["list", "string"], optional: true, computed: true },
    token: { type: "string", optional: true, writeOnly: true },
  },
  blocks: { part: { nesting: "set", block: { attributes: { id: { type: "string", computed: true } } } } },
};
const planned: ValueRecord = { id: UNKNOWN, name: "a", list: null, token: null, part: [] };
const config: ValueRecord = { ...planned, id: null, token: "secret" };
const state: ValueRecord = { ...planned, id: "1" };
const prior: ValueRecord = { ...state, name: "before" };

const NEVER = (): Promise<never> => Promise.reject(new Error("not called"));

interface Outcome extends Applied {
  readonly errors: readonly string[];
}

async function apply(resource: Partial<AnyResource>, request: Partial<ApplyRequest>): Promise<Outcome> {
  const diagnostics = new Collector();
  const session = new Session(toyProvider);
  session.configured({});
  const whole: AnyResource = { schema, create: NEVER, read: NEVER, delete: NEVER, ...resource };
  const change = { config, prior: null, planned, private: {}, ...request };
  const applied = await applyResource({ session, diagnostics }, whole, change);
  return { ...applied, errors: diagnostics.list.map(({ summary, detail = "" }) => `${summary}: ${detail}`) };
}

const storing = (stored: ValueRecord) => () => Promise.resolve({ state: stored, private: { step: 2 } });

describe("creating", () => {
  it("sees the configuration with write-only values, and stores what it returns", async () => {
    const seen: unknown[] = [];
    const { errors, ...applied } = await apply(
      {
        create: (request) => {
          seen.push(request.config.token, request.plan.token, request.private);
          return Promise.resolve({ state, private: { step: 1 } });
        },
      },
      { private: { step: 0 } },
    );
    expect(seen).toEqual(["secret", null, { step: 0 }]);
    expect({ applied, errors }).toEqual({ applied: { state, private: { step: 1 } }, errors: [] });
  });

  it("stores nothing where it fails", async () => {
    const failed = await apply({ create: () => Promise.reject(new DiagnosticError("Full", "No room.")) }, {});
    expect(failed).toEqual({ state: null, private: undefined, errors: ["Full: No room."] });
  });

  it("stores what it has where it half fails, so that Terraform marks it tainted", async () => {
    const half = await apply(
      {
        create: ({ diagnostics }) => {
          diagnostics.error("Half done");
          return Promise.resolve({ state: { ...state, name: "half" } });
        },
      },
      {},
    );
    expect(half).toEqual({ state: { ...state, name: "half" }, private: undefined, errors: ["Half done: "] });
  });

  it("stores nothing where errors were collected and nothing was returned", async () => {
    const nothing = ({ diagnostics }: { readonly diagnostics: Diagnostics }): Promise<undefined> => {
      diagnostics.error("First");
      diagnostics.error("Second");
      return Promise.resolve(undefined);
    };
    const errors = ["First: ", "Second: "];
    expect(await apply({ create: nothing }, {})).toEqual({ state: null, private: undefined, errors });
    expect(await apply({ update: nothing }, { prior })).toEqual({ state: prior, private: undefined, errors });
  });

  it("refuses null where the schema promises none", async () => {
    const promised: Schema = {
      attributes: { ...schema.attributes, id: { type: "string", computed: true, notNull: true } },
    };
    const { part, ...values } = state;
    const { errors } = await apply(
      { schema: promised, create: storing({ ...values, id: null }) },
      {
        planned: { id: UNKNOWN, name: "a", list: null, token: null },
      },
    );
    expect({ part, errors }).toEqual({ part: [], errors: [expect.stringContaining("id must not be null")] });
  });

  it.each([false, true])("never stores a write-only value, in the legacy type system (%j) neither", async (legacy) => {
    const create = storing({ ...state, token: "secret" });
    const { state: kept, errors } = await apply({ legacyTypeSystem: legacy, create }, {});
    expect({ kept, errors }).toEqual({ kept: state, errors: [] });
  });

  it("takes text in another of Unicode's ways for the planned one", async () => {
    const [composed, apart] = ["\u00e9", "e\u0301"];
    const create = storing({ ...state, name: apart });
    const { state: kept, errors } = await apply({ create }, { planned: { ...planned, name: composed } });
    expect({ kept, errors }).toEqual({ kept: { ...state, name: composed }, errors: [] });
  });

  it("keeps what is right of an answer that cannot be stored, above all the id", async () => {
    const { state: kept, errors } = await apply({ create: storing({ id: "1" }) }, {});
    expect(kept).toEqual(state);
    expect(errors.join()).toContain("name is missing");
  });
});

describe("creating, by an author without a compiler,", () => {
  // As untyped code would: nothing, or something else.
  const returning = (value: unknown): Partial<AnyResource> => ({ create: () => Promise.resolve(value as never) });

  it.each([undefined, null, {}, { state: null }, { state: "x" }])(
    "keeps the resource when %j is returned",
    async (value) => {
      const { state: kept, errors } = await apply(returning(value), {});
      expect(kept).toEqual({ ...planned, id: null });
      expect(errors.join()).toContain("must be an object");
    },
  );
});

describe("updating", () => {
  it("keeps the prior state where it fails", async () => {
    const failed = await apply({ update: () => Promise.reject(new Error("Refused")) }, { prior });
    expect(failed).toEqual({ state: prior, private: undefined, errors: ["Refused: "] });
  });

  it("keeps the prior state where the resource cannot be updated", async () => {
    expect(await apply({}, { prior })).toMatchObject({
      state: prior,
      errors: [expect.stringContaining("cannot be updated")],
    });
  });

  it("stores what it returns", async () => {
    expect(await apply({ update: storing(state) }, { prior })).toEqual({ state, private: { step: 2 }, errors: [] });
  });
});

describe("deleting", () => {
  it("removes the state", async () => {
    expect(await apply({ delete: () => Promise.resolve() }, { prior, planned: null })).toMatchObject({ state: null });
  });

  it("keeps the state where it fails, thrown or collected", async () => {
    const thrown = await apply({ delete: () => Promise.reject(new Error("Locked")) }, { prior, planned: null });
    const collected = await apply(
      {
        delete: ({ diagnostics }) => {
          diagnostics.error("Locked");
          return Promise.resolve();
        },
      },
      { prior, planned: null },
    );
    expect([thrown.state, collected.state]).toEqual([prior, prior]);
  });
});

describe("a result that Terraform would refuse", () => {
  it.each<[string, ValueRecord, string]>([
    ["an unknown value", { id: UNKNOWN }, "id is still unknown"],
    ["another value than planned", { name: "b" }, "name has another value than the planned one"],
    ["a value where none was planned", { list: ["a"] }, "list has another value"],
    ["other blocks", { part: [{ id: "x" }] }, "part must have 0 elements, not 1"],
    ["a wrong type", { id: 1 }, "id must be a string, not a number"],
  ])("is refused here: %s", async (_, changed, message) => {
    const { errors, state: kept } = await apply({ create: storing({ ...state, ...changed }) }, {});
    expect(errors).toEqual([expect.stringContaining(message)]);
    expect(kept).not.toBeNull();
  });

  describe("in a set", () => {
    const sets: Schema = {
      attributes: {
        names: { type: ["set", "string"], optional: true },
        places: { type: ["list", ["object", { tags: ["set", "string"] }]], optional: true },
      },
      blocks: {
        part: {
          nesting: "set",
          block: { attributes: { name: { type: "string", required: true }, id: { type: "string", computed: true } } },
        },
      },
    };
    const parts = [
      { name: "x", id: UNKNOWN },
      { name: "y", id: UNKNOWN },
    ];
    const wanted: ValueRecord = { names: ["a", UNKNOWN], places: [{ tags: ["q", "p"] }], part: parts };
    const result: ValueRecord = {
      names: ["b", "a"],
      places: [{ tags: ["p", "q"] }],
      part: [
        { name: "y", id: "2" },
        { name: "x", id: "1" },
      ],
    };

    it.each<[string, ValueRecord, readonly string[]]>([
      ["takes any order, also further in", {}, []],
      ["takes elements that turn out to be equal", { names: ["a"] }, []],
      ["takes an element twice", { names: ["a", "b", "a"] }, []],
      ["misses a known element", { names: ["b", "c"] }, ["names has another value"]],
      ["sees an element too many", { names: ["a", "b", "c"] }, ["names has another value"]],
      ["misses a block", { part: [{ name: "y", id: "2" }] }, ["part has other elements"]],
      ["misses a block that another one stands in for", { part: [{ name: "y", id: "2" }, { name: "y", id: "3" }] }, ["part has other elements"]], // prettier-ignore
    ])("%s", async (_, changed, messages) => {
      const { errors } = await apply({ schema: sets, create: storing({ ...result, ...changed }) }, { planned: wanted });
      expect(errors).toEqual(messages.map((text) => expect.stringContaining(text) as string));
    });
  });

  it.each<[string, UnknownValue, string, boolean]>([
    ["keeps a promised prefix", new UnknownValue({ stringPrefix: "toy-" }), "toy-1", true],
    ["breaks a promised prefix", new UnknownValue({ stringPrefix: "toy-" }), "1", false],
  ])("is one that %s", async (_, promised, value, kept) => {
    const { errors } = await apply(
      { create: storing({ ...state, id: value }) },
      { planned: { ...planned, id: promised } },
    );
    expect(errors).toHaveLength(kept ? 0 : 1);
  });

  it("is forgiven in the legacy type system where Terraform forgives it", async () => {
    const legacy = { legacyTypeSystem: true, create: storing({ ...state, name: "b" }) };
    expect((await apply(legacy, {})).errors).toEqual([]);
    expect((await apply({ ...legacy, create: storing({ ...state, id: UNKNOWN }) }, {})).errors).toHaveLength(1);
  });
});
