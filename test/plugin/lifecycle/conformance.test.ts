import { dynamicOf } from "../../../src/plugin/values/dynamic";
import { conformanceFaults } from "../../../src/plugin/lifecycle/conformance";
import { attributeOf } from "../../../src/plugin/values/implied-type";
import { formatPath } from "../../../src/plugin/lifecycle/report";
import type { Attribute, Block } from "../../../src/plugin/schema";
import type { Type } from "../../../src/plugin/types";
import { Decimal, Dynamic, UNKNOWN, UnknownValue, type Value } from "../../../src/plugin/value";

const faultsOf = (attribute: Attribute, value: unknown): readonly string[] =>
  // What is tried here is what the compiler would refuse.
  conformanceFaults({ attributes: { a: attribute } }, { a: value as Value }).map(
    ({ path, text }) => `${formatPath(path)} ${text}`,
  );

const anyValue = { d: { type: "dynamic", optional: true } } as const;
const nested = (nesting: "list" | "map"): Attribute => ({ nested: { nesting, attributes: anyValue }, optional: true });
const secretive = (nesting: "list" | "map"): Attribute => ({
  nested: { nesting, attributes: { s: { type: "string", computed: true, sensitive: true } } },
  computed: true,
});
const typed = (type: Type): Attribute => attributeOf(type, { optional: true });

describe("what Terraform panics on", () => {
  it.each<[string, Attribute, Value, string]>([
    ["a list of different types", typed(["list", "dynamic"]), [dynamicOf("x"), dynamicOf(1)], "a has elements of"],
    ["a map of them", typed(["map", "dynamic"]), { k: dynamicOf("x"), l: dynamicOf(true) }, "string and bool"],
    ["a nested list of them", nested("list"), [{ d: dynamicOf("x") }, { d: null }], "object(d: dynamic)"],
    ["a nested map of them", nested("map"), { k: { d: dynamicOf([]) }, l: { d: dynamicOf({}) } }, "tuple()"],
    ["null among objects with a sensitive value", secretive("list"), [null], "a[0] must not be null"],
    ["null in a map of objects with a write-only value", secretive("map"), { k: null }, "a.k must not be null"],
    ["a list inside a dynamic value", typed("dynamic"), new Dynamic(["list", "dynamic"], [dynamicOf(1), dynamicOf("")]), "a has"], // prettier-ignore
    ["lists in a list", typed(["list", ["list", "dynamic"]]), [[dynamicOf(1)], [dynamicOf("")]], "list(number) and"],
    ["bounds without a number between", typed("number"), new UnknownValue({ numberMin: { value: 2, inclusive: true }, numberMax: { value: 1, inclusive: true } }), "no value is within"], // prettier-ignore
    ["a bound that is no number", typed("number"), new UnknownValue({ numberMin: { value: NaN, inclusive: true } }), "no value is within"], // prettier-ignore
    ["lengths without one between", typed(["list", "bool"]), new UnknownValue({ lengthMin: 2, lengthMax: 1 }), "no value is within"], // prettier-ignore
    ["a prefix of a number", typed("number"), new UnknownValue({ stringPrefix: "x" }), "is no text"],
    ["bounds of a text", typed("string"), new UnknownValue({ numberMax: { value: 1, inclusive: true } }), "is no number"], // prettier-ignore
    ["a length of an object", nested("list"), [{ d: new Dynamic(["object", {}], new UnknownValue({ lengthMin: 1 })) }], "a[0].d is promised a length"], // prettier-ignore
  ])("is refused: %s", (_, attribute, value, text) => {
    expect(faultsOf(attribute, value)).toEqual([expect.stringContaining(text)]);
  });

  it.each<[string, Attribute, Value]>([
    ["a list of one type, with null", typed(["list", "dynamic"]), [dynamicOf("x"), null, dynamicOf("y")]],
    ["a nested list of one type", nested("list"), [{ d: dynamicOf({ b: 1, c: "" }) }, { d: dynamicOf({ c: "x", b: 2 }) }]], // prettier-ignore
    ["an empty list", nested("list"), []],
    ["a tuple of different types", typed("dynamic"), dynamicOf([1, "x", { y: null }])],
    ["promises that can be kept", typed(["set", "string"]), new UnknownValue({ notNull: true, lengthMin: 1, lengthMax: 1 })], // prettier-ignore
    ["an unknown element", typed(["list", "dynamic"]), [UNKNOWN, dynamicOf(1)]],
  ])("does not include %s", (_, attribute, value) => {
    expect(faultsOf(attribute, value)).toEqual([]);
  });

  it("does not include blocks of different types, which travel as a tuple", () => {
    const block: Block = { blocks: { b: { nesting: "list", block: { attributes: anyValue } } } };
    expect(conformanceFaults(block, { b: [{ d: dynamicOf(1) }, { d: dynamicOf("x") }] })).toEqual([]);
  });
});

describe("what would not be stored as it was meant", () => {
  it.each<[string, Attribute, unknown, string]>([
    ["a decimal that is no number", typed("number"), new Decimal("abc"), 'a must not be "abc"'],
    ["a decimal beyond Terraform's numbers", typed("number"), new Decimal("1e999999999"), "a must not be"],
    ["a Map", typed(["map", "string"]), new Map([["k", "v"]]), "a must be a map, not a Map"],
    ["a Set", typed(["set", "string"]), new Set(["v"]), "a must be a set, not a Set"],
    ["a date for an object", typed(["object", {}]), new Date(0), "a must be an object, not a Date"],
    ["a promise that nobody awaited", nested("map"), Promise.resolve({}), "a must be a map, not a Promise"],
    ["a hole in a list", typed(["list", "string"]), Object.assign([], { 1: "x" }), "a[0] is missing"],
    ["the key __proto__", typed(["map", "string"]), JSON.parse('{"__proto__":"x"}'), "a must not have the key"],
    ["half of a character", typed("string"), "x\ud83d", "a must be text: it is half of a character"],
    ["half of a character in a list", typed(["list", "string"]), ["\udc00"], "a[0] must be text"],
    ["half of a character as a key", typed(["map", "string"]), { "\ud800": "" }, 'a has the key "\\ud800"'],
    ["a key twice, to Terraform", typed(["map", "string"]), { "\u00e9": "", "e\u0301": "" }, "a has a key twice"],
    ["a type that is none", typed("dynamic"), new Dynamic(["nope", "string"] as never, null), 'the type ["nope"'],
    [
      "an object without an attribute",
      typed(JSON.parse('["object",{"constructor":"string"}]') as Type),
      {},
      "a.constructor is missing",
    ],
  ])("is refused: %s", (_, attribute, value, text) => {
    expect(faultsOf(attribute, value)).toEqual([expect.stringContaining(text)]);
  });
});
