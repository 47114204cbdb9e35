import { checkConfig } from "../../../src/plugin/lifecycle/check-config";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import { validateConfig } from "../../../src/plugin/lifecycle/validate";
import { schemaFaults } from "../../../src/plugin/lifecycle/schema-rules";
import { conflicts, requires } from "../../../src/plugin/rules";
import type { Attribute, Schema } from "../../../src/plugin/schema";
import { length, oneOf, warning } from "../../../src/plugin/validators";
import { UNKNOWN, type Value, type ValueRecord } from "../../../src/plugin/value";

const schema: Schema = {
  attributes: {
    size: { type: "string", optional: true, validate: [oneOf("s", "m"), (value) => (value === "m" ? warning("Costly.") : undefined)] }, // prettier-ignore
    old: { type: "string", optional: true, deprecated: "Write size in its place." },
    older: { type: "string", optional: true, deprecated: true },
    nested: {
      optional: true,
      validate: length({ min: 1 }),
      nested: {
        nesting: "list",
        attributes: { a: { type: "string", optional: true }, b: { type: "string", optional: true } },
        rules: [conflicts("a", "b")],
      },
    },
  },
  blocks: {
    part: {
      nesting: "set",
      validate: length({ max: 1 }),
      block: { attributes: { a: { type: "string", optional: true } }, deprecated: "No parts any more." },
    },
    group: { nesting: "group", block: { attributes: { a: { type: "string", optional: true } }, deprecated: true } },
  },
  rules: [requires("size", "nested")],
};

const EMPTY: ValueRecord = { size: null, old: null, older: null, nested: null, part: [], group: { a: null } };

function findings(config: ValueRecord): readonly string[] {
  const diagnostics = new Collector();
  checkConfig(diagnostics, schema, { ...EMPTY, ...config });
  return diagnostics.list.map(({ severity, summary, detail = "" }) => `${severity}: ${summary}: ${detail}`);
}

describe("null among objects that hold a sensitive or write-only value, on which Terraform panics", () => {
  const text = { type: "string", optional: true } as const;
  const objects = (nesting: "list" | "set" | "map", inner: Attribute): Schema => ({
    attributes: { around: { optional: true, nested: { nesting, attributes: { inner } } } },
  });
  const faultsOf = (schema: Schema, around: Value): readonly string[] => {
    const diagnostics = new Collector();
    checkConfig(diagnostics, schema, { around });
    return diagnostics.list.map(({ summary, detail = "" }) => `${summary}: ${detail}`);
  };

  it.each<[string, Schema, Value, string]>([
    ["in a list", objects("list", { ...text, sensitive: true }), [{ inner: "a" }, null], "around\\[1\\]"],
    ["in a map", objects("map", { ...text, writeOnly: true }), { k: null }, "around.k"],
    ["in a set", objects("set", { ...text, sensitive: true }), [null], "around\\[0\\]"],
  ])("is refused %s", (_, schema, value, place) => {
    expect(faultsOf(schema, value)).toEqual([expect.stringMatching(`Invalid value for ${place}: It must not be null`)]);
  });

  it("may stand where nothing is sensitive, and an unknown element anywhere", () => {
    expect(faultsOf(objects("list", text), [null])).toEqual([]);
    expect(faultsOf(objects("list", { ...text, sensitive: true }), [UNKNOWN])).toEqual([]);
  });
});

describe("a configuration", () => {
  it.each<[string, ValueRecord, readonly string[]]>([
    ["is well", {}, []],
    [
      "has a wrong value",
      { size: "l", nested: UNKNOWN },
      ['error: Invalid value for size: It must be one of "s", "m".'],
    ],
    ["has a doubtful value", { size: "m", nested: UNKNOWN }, ["warning: Value of size: Costly."]],
    ["breaks a rule", { size: "s" }, ["error: Invalid value for size: Where size is set, nested must be set too."]],
    ["breaks a rule further in", { nested: [{ a: "x", b: "y" }] }, ["error: Invalid value for nested[0].b: Of a and b at most one may be set, but a and b are."]], // prettier-ignore
    ["has an empty nested list", { nested: [] }, ["error: Invalid value for nested: It must have at least 1 elements, but has 0."]], // prettier-ignore
    ["has what is deprecated", { old: "x", older: UNKNOWN }, ["warning: old is deprecated: Write size in its place.", "warning: older is deprecated: "]], // prettier-ignore
    ["has blocks that are deprecated", { part: [{ a: null }], group: { a: "x" } }, ["warning: part is deprecated: No parts any more.", "warning: group is deprecated: "]], // prettier-ignore
    ["has too many blocks", { part: [{ a: "1" }, { a: "2" }] }, ["warning: part is deprecated: No parts any more.", "error: Invalid value for part: It must have between 0 and 1 elements, but has 2."]], // prettier-ignore
  ])("%s", (_, config, expected) => {
    expect(findings(config)).toEqual(expected);
  });

  it("warns of what is deprecated as a whole", async () => {
    const diagnostics = new Collector();
    await validateConfig(diagnostics, { schema: { deprecated: "Use toy_other." } }, {});
    expect(diagnostics.list).toEqual([
      { severity: "warning", summary: "The data source is deprecated", detail: "Use toy_other.", path: [] },
    ]);
  });

  it("has rules about what is in the schema alone", () => {
    expect(schemaFaults("toy", schema)).toEqual([]);
    const lost = { ...schema, rules: [conflicts("size", "nested.c", "part.a")] };
    expect(schemaFaults("toy", lost)).toEqual(["toy: a rule is about nested.c, which is not in the schema"]);
  });
});
