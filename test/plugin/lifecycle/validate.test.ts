import { Collector } from "../../../src/plugin/lifecycle/collector";
import { refuseWriteOnly, validateConfig } from "../../../src/plugin/lifecycle/validate";
import type { Schema } from "../../../src/plugin/schema";
import { UNKNOWN, type ValueRecord } from "../../../src/plugin/value";

const even = {
  type: "number",
  optional: true,
  validate: (value: unknown) => (Number(value) % 2 === 0 ? undefined : "Must be even."),
} as const;
const schema: Schema = {
  attributes: {
    even,
    list: { nested: { nesting: "list", attributes: { even } }, optional: true },
    token: { type: "string", optional: true, writeOnly: true },
  },
  blocks: { part: { nesting: "map", block: { attributes: { even } } } },
};

describe("the checks of a configuration", () => {
  it("find every wrong value at every depth, and then ask the resource", async () => {
    const diagnostics = new Collector();
    const config: ValueRecord = { even: 1, list: [{ even: 2 }, { even: 3 }], token: null, part: { k: { even: 5 } } };
    const validate = (): void => {
      diagnostics.error("Together wrong");
    };
    await validateConfig(diagnostics, { schema, validate }, config);
    expect(diagnostics.list.map(({ path, summary }) => [path, summary])).toEqual([
      [["even"], "Invalid value for even"],
      [["list", 1, "even"], "Invalid value for list[1].even"],
      [["part", "k", "even"], "Invalid value for part.k.even"],
      [undefined, "Together wrong"],
    ]);
  });

  it("wait for values that are not known, and pass over those that are not set", async () => {
    const diagnostics = new Collector();
    await validateConfig(
      diagnostics,
      { schema },
      { even: UNKNOWN, list: UNKNOWN, token: null, part: { k: { even: null } } },
    );
    expect(diagnostics.list).toEqual([]);
  });

  it("refuse write-only values where Terraform would store them", () => {
    const diagnostics = new Collector();
    refuseWriteOnly(diagnostics, schema, { even: null, list: null, token: "x", part: {} });
    expect(diagnostics.list).toMatchObject([
      { summary: "Write-only attributes are not supported by this version", path: ["token"] },
    ]);
  });
});
