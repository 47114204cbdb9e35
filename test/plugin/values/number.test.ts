import { numberKey, parseNumber, sameNumber } from "../../../src/plugin/values/number";
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
});
