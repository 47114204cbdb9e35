import { hasLoneSurrogate, normalized } from "../../../src/plugin/values/unicode";
import { Dynamic, type Value } from "../../../src/plugin/value";

const [composed, apart] = ["\u00e9", "e\u0301"];

describe("a value as Terraform holds it", () => {
  it("has its texts, keys and attribute names in normal form C", () => {
    const value = (e: string): Value => [e, null, { [e]: new Dynamic(["object", { [e]: "string" }], { [e]: e }) }];
    expect(normalized(value(apart))).toEqual(value(composed));
  });

  it("is the same object where nothing changes, and what is no plain value stays", () => {
    const plain = { a: ["gr\u00fc\u00dfe", 1, true, { b: null }] };
    expect(normalized(plain)).toBe(plain);
    const date = new Date(0) as never;
    expect(normalized(date)).toBe(date);
  });

  it.each([
    ["\ud83d\ude00", false],
    ["\ud83d", true],
    ["\ude00\ud83d", true],
    ["", false],
  ])("has no half of a character: %j", (text, half) => {
    expect(hasLoneSurrogate(text)).toBe(half);
  });
});
