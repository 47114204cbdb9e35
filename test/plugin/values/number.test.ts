import { numberKey, parseNumber, sameNumber } from "../../../src/plugin/values/number";
import { numberAs } from "../../../src/plugin/values/number-kind";
import { Decimal } from "../../../src/plugin/value";

describe("a number in decimal notation", () => {
  it.each([
    ["0", 0],
    ["-7", -7],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["1e22", 10n ** 22n],
    ["1.50e1", 15],
    ["0.1", 0.1],
    ["-2.5e-3", -0.0025],
    ["0.1000000000000000055511151231257827", new Decimal("0.1000000000000000055511151231257827")],
    ["1e999999999", new Decimal("1e999999999")],
    ["123456789012345678901234567890", 123456789012345678901234567890n],
  ])("%s is held without loss", (text, value) => {
    expect(parseNumber(text)).toEqual(value);
  });

  it.each(["", "-", ".", "1e", "0x10", "NaN", "1 2", "١"])("refuses %j", (text) => {
    expect(() => parseNumber(text)).toThrow("is not a number");
  });

  // With a cost that grows with the square, it would not end within the limit of a test on any machine.
  it("takes linear time on many zeros", () => {
    const digits = `1${"0".repeat(4_000_000)}1`;
    expect(numberKey(new Decimal(digits)) === `${digits}e0`).toBe(true);
  });
});

describe("two numbers", () => {
  it("are equal however they are held", () => {
    expect(sameNumber(1e22, 10n ** 22n)).toBe(true);
    expect(sameNumber(0.5, new Decimal("0.50"))).toBe(true);
    expect(sameNumber(-0, 0)).toBe(true);
  });

  it("differ in the last digit", () => {
    expect(sameNumber(9007199254740993n, 9007199254740992n)).toBe(false);
    expect(sameNumber(0.1, new Decimal("0.1000000000000000055511151231257827"))).toBe(false);
  });

  // What go-cty 1.18 itself says of a float64 and of a text.
  it.each<[number, string, boolean]>([
    [2 ** 60, "1152921504606846976", true],
    [2 ** 60, "1152921504606847000", false],
    [1e23, "1e23", false],
    [1e23, "99999999999999991611392", true],
    [5e-324, "5e-324", false],
    [5e-324, "4.940656458412465e-324", true],
    [2.2250738585072014e-308, "2.2250738585072014e-308", true],
    [2 ** -44, "5.684341886080801e-14", true],
    [2 ** -44, "5.684341886080802e-14", false],
    [0.1, "0.1", true],
    [0.5, "0.5000", true],
    [-1.5, "1.5", false],
  ])("are judged as Terraform judges them: %s and %s", (float, text, same) => {
    expect(sameNumber(float, new Decimal(text))).toBe(same);
  });

  it("are the same to Terraform where 512 bits cannot tell them apart", () => {
    const third = `0.${"3".repeat(155)}`;
    expect(sameNumber(new Decimal(third), new Decimal(`${third}3`))).toBe(true);
    expect(sameNumber(new Decimal(third), new Decimal(`${third.slice(0, -3)}9`))).toBe(false);
    const large = `1${"0".repeat(160)}`;
    expect(sameNumber(BigInt(large) + 1n, BigInt(large))).toBe(true);
    expect(sameNumber(new Decimal(`7.${"0".repeat(200)}1`), 7)).toBe(true);
  });
});

describe("an exact number", () => {
  const third = new Decimal("0.3333333333333333333");

  it("is never taken for another number", () => {
    expect(() => Number(third)).toThrow("use its toNumber()");
    // @ts-expect-error: it is no number
    expect(() => third < 1).toThrow(TypeError);
    // @ts-expect-error: it is no number
    expect(() => third * 2).toThrow(TypeError);
    expect(`${String(third)} ${JSON.stringify({ third })}`).toBe(
      '0.3333333333333333333 {"third":"0.3333333333333333333"}',
    );
  });

  it("of a whole JavaScript number has all its digits, as Terraform compares it", () => {
    expect(new Decimal(2 ** 60).text).toBe("1152921504606846976");
    expect(new Decimal(2 ** 60).equals(2n ** 60n)).toBe(true);
    expect(new Decimal("1e23").equals(1e23)).toBe(false);
    expect(new Decimal(0.1).text).toBe("0.1");
    expect(new Decimal(-(2 ** 70)).toBigInt()).toBe(-(2n ** 70n));
    expect(numberAs("bigint", 2 ** 70)).toBe(2n ** 70n);
    expect(new Decimal(Infinity).toNumber()).toBeNaN();
  });

  it("turns into others where that is asked for", () => {
    expect(third.toNumber()).toBe(1 / 3);
    expect(new Decimal("1.5e3").toBigInt()).toBe(1500n);
    expect(() => third.toBigInt()).toThrow("is not a whole number");
    expect(() => new Decimal("many").toBigInt()).toThrow('"many" is not a number');
    expect(new Decimal("0x10").toNumber()).toBeNaN();
  });

  it.each<[string, number | bigint | string, number]>([
    ["0.5", 0.25, 1],
    ["-2", 1, -1],
    ["-2", -3, 1],
    ["0", "-0.0", 0],
    ["9007199254740993", 9007199254740992n, 1],
    ["1e400", "9.99e399", 1],
    ["12", "1.2e1", 0],
  ])("is compared: %s with %s", (one, other, order) => {
    expect(Math.sign(new Decimal(one).compare(new Decimal(other)))).toBe(order);
    expect(new Decimal(one).equals(new Decimal(other))).toBe(order === 0);
  });
});
