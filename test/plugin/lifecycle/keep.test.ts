import { kept, keptPlan } from "../../../src/plugin/lifecycle/keep";
import { acceptsNumbers, shown } from "../../../src/plugin/lifecycle/numbers";
import { Collector } from "../../../src/plugin/lifecycle/collector";
import type { Attribute, Schema } from "../../../src/plugin/schema";
import { Decimal, Dynamic, UNKNOWN, type ValueRecord } from "../../../src/plugin/value";

const BIG = 9007199254740993n;
const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const text: Attribute = { type: "string", optional: true, same: sameText };
const number: Attribute = { type: "number", optional: true };
const inner = { text, number, id: { type: "string", computed: true } } as const;
const schema: Schema = {
  attributes: {
    text,
    number,
    big: { type: "number", as: "bigint", optional: true },
    list: { type: ["list", "number"], optional: true },
    set: { type: ["set", "string"], optional: true, sameElement: sameText },
    order: { type: ["list", "string"], optional: true, same: (a: string[], b: string[]) => a.toSorted().join() === b.toSorted().join() }, // prettier-ignore
    any: { type: "dynamic", optional: true },
    nested: { nested: { nesting: "set", attributes: inner }, optional: true },
  },
  blocks: { part: { nesting: "list", block: { attributes: inner } } },
};
const EMPTY: ValueRecord = Object.fromEntries(Object.keys(schema.attributes ?? {}).map((name) => [name, null]));
const record = (values: ValueRecord): ValueRecord => ({ ...EMPTY, part: [], ...values });

describe("what an author gets", () => {
  it("has numbers of the kind of each attribute", () => {
    const stored = record({
      number: BIG,
      big: 7,
      list: [new Decimal("0.10000000000000000001"), null, 1],
      any: new Dynamic(["tuple", ["number"]], [BIG]),
      part: [{ text: null, number: BIG, id: UNKNOWN }],
    });
    expect(shown(schema, stored)).toEqual({
      ...stored,
      number: 9007199254740992,
      big: 7n,
      list: [0.1, null, 1],
      any: new Dynamic(["tuple", ["number"]], [9007199254740992]),
      part: [{ text: null, number: 9007199254740992, id: UNKNOWN }],
    });
  });

  it("is refused where stored state has a fraction in the place of a bigint", () => {
    expect(() => shown(schema, record({ big: 1.5 }))).toThrow("big must be a whole number, but is 1.5");
  });

  it("is refused in a configuration, with its place", () => {
    const diagnostics = new Collector();
    const part = [{ text: null, number: new Decimal("1e-400"), id: null }];
    expect(acceptsNumbers(diagnostics, schema, record({ big: 1.5, part }))).toBe(false);
    expect(diagnostics.list.map(({ path, detail }) => [path, detail])).toEqual([
      [["big"], "It must be a whole number, but is 1.5."],
      [["part", 0, "number"], "It must be a number that a float64 can hold, but is 1e-400."],
    ]);
  });
});

describe("an answer keeps what was there before", () => {
  it.each<[string, ValueRecord, ValueRecord, ValueRecord]>([
    ["text that means the same", { text: "ABC" }, { text: "abc" }, { text: "abc" }],
    ["not text that means another thing", { text: "ABD" }, { text: "abc" }, { text: "ABD" }],
    ["digits that the same float stands for", { number: Number(BIG) }, { number: BIG }, { number: BIG }],
    ["not the digits of another float", { number: 1 }, { number: BIG }, { number: 1 }],
    ["digits in lists", { list: [0.1, 2] }, { list: [new Decimal("0.1000000000000000000001"), 3] }, { list: [new Decimal("0.1000000000000000000001"), 2] }], // prettier-ignore
    ["elements of sets, in any order", { set: ["B", "C", "A"] }, { set: ["a", "b"] }, { set: ["b", "C", "a"] }],
    ["a list whose order means nothing", { order: ["b", "a"] }, { order: ["a", "b"] }, { order: ["a", "b"] }],
    ["digits in dynamic values", { any: new Dynamic("number", Number(BIG)) }, { any: new Dynamic("number", BIG) }, { any: new Dynamic("number", BIG) }], // prettier-ignore
    ["nothing of what is unknown", { text: "ABC" }, { text: UNKNOWN }, { text: "ABC" }],
    ["nothing of what was not there", { text: "ABC" }, { text: null }, { text: "ABC" }],
  ])("%s", (_, answer, before, expected) => {
    expect(kept(schema, record(answer), [record(before)])).toEqual(record(expected));
  });

  it("inside sets, where the unknown parts of an element may be anything", () => {
    const planned = [
      { text: "a", number: BIG, id: UNKNOWN },
      { text: "b", number: null, id: UNKNOWN },
    ];
    const answer = [
      { text: "B", number: null, id: "2" },
      { text: "A", number: Number(BIG), id: "1" },
    ];
    expect(kept(schema, record({ nested: answer }), [record({ nested: planned })]).nested).toEqual([
      { text: "b", number: null, id: "2" },
      { text: "a", number: BIG, id: "1" },
    ]);
  });

  it("of the value that counts most", () => {
    const [planned, prior] = [record({ text: "Abc" }), record({ text: "abC" })];
    expect(kept(schema, record({ text: "ABC" }), [planned, prior]).text).toBe("Abc");
    expect(kept(schema, record({ text: "ABC" }), [record({ text: UNKNOWN }), prior]).text).toBe("abC");
  });
});

describe("a plan keeps the prior value of an attribute that is only written in another way", () => {
  it.each<[string, ValueRecord, ValueRecord, ValueRecord]>([
    ["text", { text: "ABC" }, { text: "abc" }, { text: "abc" }],
    ["a whole set", { set: ["B", "a"] }, { set: ["a", "b"] }, { set: ["a", "b"] }],
    ["not a part of a set: Terraform refuses that", { set: ["B", "c"] }, { set: ["a", "b"] }, { set: ["B", "c"] }],
    ["not digits: those are shown", { number: Number(BIG) }, { number: BIG }, { number: BIG }],
    ["text in blocks", { part: [{ text: "A", number: 1, id: null }] }, { part: [{ text: "a", number: 2, id: "x" }] }, { part: [{ text: "a", number: 1, id: null }] }], // prettier-ignore
    ["not inside of sets", { nested: [{ text: "A", number: 1, id: null }] }, { nested: [{ text: "a", number: 1, id: null }] }, { nested: [{ text: "A", number: 1, id: null }] }], // prettier-ignore
  ])("%s", (_, plan, prior, expected) => {
    expect(keptPlan(schema, record(plan), record(prior))).toEqual(record(expected));
  });

  it("nowhere before the resource is there", () => {
    const plan = record({ text: "ABC" });
    expect(keptPlan(schema, plan, null)).toBe(plan);
  });
});
