import { dynamicOf } from "../../../src/plugin/values/dynamic";
import { Decimal, Dynamic, UNKNOWN, type Value } from "../../../src/plugin/value";
import type { Type } from "../../../src/plugin/types";

describe("a value of type dynamic", () => {
  it.each<[Value, Type]>([
    ["x", "string"],
    [true, "bool"],
    [1, "number"],
    [2n ** 70n, "number"],
    [new Decimal("0.1"), "number"],
    [null, "dynamic"],
    [UNKNOWN, "dynamic"],
    [
      [1, "x", null],
      ["tuple", ["number", "string", "dynamic"]],
    ],
    [{ a: [], b: { c: true } }, ["object", { a: ["tuple", []], b: ["object", { c: "bool" }] }]],
  ])("gets the type that Terraform gives to the literal %j", (value, type) => {
    expect(dynamicOf(value)).toEqual(new Dynamic(type, value));
  });

  it("is left alone where it has a type", () => {
    const typed = new Dynamic(["list", "string"], ["x"]);
    expect(dynamicOf(typed)).toBe(typed);
  });
});
