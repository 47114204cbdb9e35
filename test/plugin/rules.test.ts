import {
  atLeastOneOf,
  conflicts,
  exactlyOneOf,
  judgeRule,
  requires,
  together,
  when,
  type Rule,
} from "../../src/plugin/rules";
import { warning } from "../../src/plugin/validators";
import { UNKNOWN, UnknownValue, type ValueRecord } from "../../src/plugin/value";

const SET = new UnknownValue({ notNull: true });
const ascending = when("a", "b", (a: number, b: number) => a <= b || "a must not be above b.");

describe("a rule about several attributes", () => {
  it.each<[string, Rule, ValueRecord, string | undefined]>([
    ["exactly one", exactlyOneOf("a", "b"), { a: "x", b: null }, undefined],
    ["exactly one, none set", exactlyOneOf("a", "b"), { a: null, b: null }, "One of a and b must be set."],
    ["exactly one, both set", exactlyOneOf("a", "b"), { a: "x", b: "y" }, "Of a and b exactly one may be set, but a and b are."], // prettier-ignore
    ["exactly one, one that may be null", exactlyOneOf("a", "b"), { a: UNKNOWN, b: null }, undefined],
    ["exactly one, beside one that may be null", exactlyOneOf("a", "b"), { a: UNKNOWN, b: "y" }, undefined],
    ["exactly one, beside one that is set for sure", exactlyOneOf("a", "b"), { a: SET, b: "y" }, "Of a and b exactly"],
    ["at least one", atLeastOneOf("a", "b"), { a: "x", b: "y" }, undefined],
    ["at least one, none", atLeastOneOf("a", "b"), { a: null, b: [] }, "One of a and b must be set."],
    ["at most one, none", conflicts("a", "b"), { a: null, b: null }, undefined],
    ["at most one, two", conflicts("a", "b", "c"), { a: "x", b: null, c: "z" }, "Of a, b and c at most one may be set, but a and c are."], // prettier-ignore
    ["together", together("a", "b"), { a: "x", b: "y" }, undefined],
    ["together, one", together("a", "b"), { a: "x", b: null }, "a and b must be set together, but b is not set."],
    ["together, one and unknown", together("a", "b"), { a: "x", b: UNKNOWN }, undefined],
    ["together, unknown and none", together("a", "b"), { a: UNKNOWN, b: null }, undefined],
    ["with another", requires("a", "b"), { a: null, b: null }, undefined],
    ["without another", requires("a", "b"), { a: "x", b: null }, "Where a is set, b must be set too."],
    ["a check that holds", ascending, { a: 1, b: 1 }, undefined],
    ["a check that does not", ascending, { a: 2, b: 1 }, "a must not be above b."],
    ["a check that waits", ascending, { a: 2, b: UNKNOWN }, undefined],
    ["a check of what is not set", ascending, { a: 2, b: null }, undefined],
    ["a check without words", when("a", (a: number) => a > 1), { a: 1 }, "a do not fit together."],
    ["names into what is single", conflicts("a.x", "b.y"), { a: { x: 1 }, b: [{ y: 1 }] }, "Of a.x and b.y at most"],
    ["names into what is not known", exactlyOneOf("a.x", "b"), { a: UNKNOWN, b: null }, undefined],
    ["names into what is not there", exactlyOneOf("a.x", "b"), { a: null, b: "x" }, undefined],
  ])("%s", (_, rule, object, text) => {
    const texts = judgeRule(rule, object).map((finding) => finding.text);
    expect(texts).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
  });

  it("points to the attribute that is one too many, or that asks for another", () => {
    expect(judgeRule(conflicts("a", "b.c"), { a: 1, b: { c: 2 } })).toMatchObject([{ path: ["b", "c"] }]);
    expect(judgeRule(requires("a", "b"), { a: 1, b: null })).toMatchObject([{ path: ["a"] }]);
    const warned = when("a", (a: number) => (a > 1 ? warning("Large.") : undefined));
    expect(judgeRule(warned, { a: 2 })).toMatchObject([{ severity: "warning", text: "Large." }]);
  });
});
