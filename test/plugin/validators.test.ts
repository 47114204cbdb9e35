import { between, each, findingsOf, length, matches, oneOf, warning, type Check } from "../../src/plugin/validators";
import { Decimal, type Value } from "../../src/plugin/value";

const textsOf = (check: Check, value: Value): readonly string[] => findingsOf(check(value)).map(({ text }) => text);

describe("a check of a value", () => {
  it.each<[string, Check, Value, string | undefined]>([
    ["one of several", oneOf("a", 2, true), "a", undefined],
    ["a number among them, however it is held", oneOf(2, 3n), new Decimal("2.0"), undefined],
    ["none of several", oneOf("a", 2), "b", 'It must be one of "a", 2.'],
    ["text that matches", matches(/^[a-z]+$/), "abc", undefined],
    ["text that does not", matches(/^[a-z]+$/, "lower-case letters"), "Abc", "It must be lower-case letters."],
    ["a number in the place of text", matches(/1/), 1, "It must be text that matches /1/."],
    ["text of a length", length({ min: 1, max: 2 }), "\u{1f600}\u{1f600}", undefined],
    ["text that is too short", length({ min: 1 }), "", "It must have at least 1 characters, but has 0."],
    ["a list that is too long", length({ max: 1 }), ["a", "b"], "It must have between 0 and 1 elements, but has 2."],
    ["a map of a length", length({ min: 1, max: 1 }), { a: "" }, undefined],
    ["a number within", between({ min: 1, max: 10n }), 10, undefined],
    ["a number below", between({ min: 1 }), 0.5, "It must be at least 1, but is 0.5."],
    ["an exact number above", between({ max: 1 }), new Decimal("1.0000000000000000000001"), "It must be at most 1, but is 1.0000000000000000000001."], // prettier-ignore
    ["a bigint outside", between({ min: 0, max: 1 }), 2n, "It must be between 0 and 1, but is 2."],
    ["text in the place of a number", between({ min: 0 }), "1", "It must be a number."],
  ])("says what is expected: %s", (_, check, value, text) => {
    expect(textsOf(check, value)).toEqual(text === undefined ? [] : [text]);
  });

  it("gives the same answer however often it is asked", () => {
    const check = matches(/a/g);
    expect([check("a"), check("a"), check("a")]).toEqual([undefined, undefined, undefined]);
  });

  it("of elements names the element", () => {
    expect(findingsOf(each(oneOf("a"))(["a", null, "b"]))).toEqual([
      { severity: "error", text: 'It must be one of "a".', path: [2] },
    ]);
    expect(findingsOf(each((value) => warning(`${JSON.stringify(value)} is old.`, ["x"]))({ k: "v" }))).toEqual([
      { severity: "warning", text: '"v" is old.', path: ["k", "x"] },
    ]);
    expect(findingsOf(each(oneOf("a"))("no list"))).toEqual([]);
  });
});
