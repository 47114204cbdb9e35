import { ExtData } from "@msgpack/msgpack";
import type { Type } from "../../../src/plugin/types";
import { Decimal, Dynamic, UNKNOWN, UnknownValue, type Value } from "../../../src/plugin/value";
import { decodeValue } from "../../../src/plugin/wire/decode-value";
import { encodeValue } from "../../../src/plugin/wire/encode-value";
import { pack, unpack } from "../../../src/plugin/wire/msgpack";

const refined = new UnknownValue({ notNull: true, stringPrefix: "ref-" });

describe("a value", () => {
  it.each<[string, Type, Value]>([
    ["text", "string", "grüße"],
    ["null", "string", null],
    ["unknown", ["list", "string"], UNKNOWN],
    ["a refined unknown", "string", refined],
    [
      "bounds",
      "number",
      new UnknownValue({ numberMin: { value: 0, inclusive: true }, numberMax: { value: 0.5, inclusive: false } }),
    ],
    ["lengths", ["list", "string"], new UnknownValue({ notNull: true, lengthMin: 1, lengthMax: 300 })],
    ["a small number", "number", 7],
    ["a number beyond 32 bits", "number", 2 ** 40],
    ["a negative number beyond 32 bits", "number", -(2 ** 40)],
    ["the least int64", "number", -(2n ** 63n)],
    ["the greatest uint64", "number", 2n ** 64n - 1n],
    ["a greater integer", "number", 123456789012345678901234567890n],
    ["a fraction", "number", 0.1],
    ["a huge number", "number", BigInt(1e300)],
    ["a long fraction", "number", new Decimal("0.1000000000000000055511151231257827")],
    ["a list", ["list", "bool"], [true, null, UNKNOWN]],
    ["a set", ["set", "number"], [1, 2]],
    ["a map", ["map", "string"], { a: "b", "": "c", constructor: "d" }],
    ["an object", ["object", { a: "string", b: ["list", "number"] }], { a: null, b: [1] }],
    ["a tuple", ["tuple", ["string", "dynamic"]], ["a", new Dynamic("bool", true)]],
    ["a dynamic object", "dynamic", new Dynamic(["object", { a: "dynamic" }], { a: new Dynamic("number", 1) })],
    ["a dynamic null", "dynamic", null],
    ["a dynamic null of a type", "dynamic", new Dynamic("string", null)],
    ["a dynamic unknown of a type", "dynamic", new Dynamic("string", refined)],
    ["a dynamic unknown", "dynamic", UNKNOWN],
  ])("survives the wire: %s", (_, type, value) => {
    expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
  });

  it("is written in the bytes that Terraform itself sends", () => {
    expect(Buffer.from(encodeValue("string", UNKNOWN)).toString("hex")).toBe("d40000");
    expect(Buffer.from(encodeValue("string", refined)).toString("hex")).toBe("c7090c8201c202a47265662d");
    expect(Buffer.from(encodeValue("number", -0)).toString("hex")).toBe("00");
  });

  it("is written with all its digits where a whole number is held as a JavaScript one", () => {
    expect(decodeValue("number", encodeValue("number", 2 ** 70))).toBe(2n ** 70n);
    expect(decodeValue("number", encodeValue("number", 2 ** 60))).toBe(2n ** 60n);
  });

  it("is unknown whatever the extension of a newer Terraform says", () => {
    expect(decodeValue("string", pack(new ExtData(99, Uint8Array.of(1, 2))))).toBe(UNKNOWN);
    // MessagePack's own extension for times.
    expect(decodeValue(["map", "string"], Buffer.from("d6ff00000001", "hex"))).toBe(UNKNOWN);
  });

  it.each<[string, Type, Value, string]>([
    ["a number for text", "string", 1, "value: a string is expected, not a number"],
    ["text for a list", ["list", "string"], "x", "value: a list is expected, not a string"],
    ["a missing attribute", ["object", { a: "string" }], {}, "value.a is missing"],
    ["an extra attribute", ["object", {}], { b: 1 }, "value: b is no attribute"],
    ["NaN", "number", NaN, "not NaN"],
    ["a bare value for a dynamic", "dynamic", "x", "value: a dynamic is expected, not a string"],
    ["half of a character", "string", "\ud800", "value: text is expected"],
    ["a short tuple", ["tuple", ["string"]], [], "1 elements are expected, not 0"],
  ])("is refused before it is sent: %s", (_, type, value, message) => {
    expect(() => encodeValue(type, value)).toThrow(message);
  });

  it.each<[string, Type, Uint8Array, string]>([
    ["nothing", "string", new Uint8Array(0), ""],
    ["a wrong kind", "bool", pack("x"), "a bool is expected"],
    ["a missing attribute", ["object", { a: "string" }], pack({}), "the attribute a is missing"],
    ["a foreign attribute", ["object", {}], pack({ b: 1 }), "b is no attribute"],
    ["a dynamic without type", "dynamic", pack([1, 2]), "must start with its type"],
    ["a dynamic of no type", "dynamic", pack([Buffer.from('"nope"'), 2]), "is not a Terraform type"],
    ["text that is no number", "number", pack("abc"), "is not a number"],
    ["bytes after the value", "string", Uint8Array.of(0xc0, 0xc0), "1 bytes follow the value"],
    ["text that ends early", "string", Uint8Array.of(0xd9, 5, 0x61), "ends before its announced length"],
    ["an unfinished length", "string", Uint8Array.of(0xdb, 0), "ends before its announced length"],
    ["a byte that starts nothing", "string", Uint8Array.of(0xc1), "0xc1 starts no value"],
    ["a long array of nothing", ["list", "string"], Buffer.from("dd000fffff", "hex"), "before its announced length"],
    ["arrays in arrays, each one huge", "dynamic", Buffer.from("dd01ffffff".repeat(200), "hex"), "10000000 parts"],
    ["a map of nothing inside a refinement", "string", Buffer.from("c7050cdf000fffff", "hex"), "announced length"],
    ["more parts than memory", "dynamic", Buffer.concat([Buffer.from("dd00989681", "hex"), Buffer.alloc(10_000_001)]), "10000000 parts"], // prettier-ignore
    ["the key __proto__", ["map", "string"], Buffer.from("81a95f5f70726f746f5f5fa178", "hex"), "__proto__"],
  ])("is refused when it is read: %s", (_, type, bytes, message) => {
    expect(() => decodeValue(type, bytes)).toThrow(message);
  });

  it("may be nested deeply", () => {
    const deep = Array.from({ length: 500 }).reduce<Value>(
      (inner) => new Dynamic(["tuple", ["dynamic"]], [inner]),
      null,
    );
    expect(decodeValue("dynamic", encodeValue("dynamic", deep))).toEqual(deep);
    expect(unpack(pack(null))).toBeNull();
  });
});
