import type { Block, Schema } from "../../../src/plugin/schema";
import type { Type } from "../../../src/plugin/types";
import { Decimal, Dynamic, UNKNOWN, type ValueRecord } from "../../../src/plugin/value";
import {
  fromDynamicValue,
  fromPrivate,
  fromRawState,
  toDiagnosticMessage,
  toDynamicValue,
  toPrivate,
} from "../../../src/plugin/wire/convert";
import { encodeValue } from "../../../src/plugin/wire/encode-value";

const EMPTY = new Uint8Array(0);

describe("blocks that hold dynamic values", () => {
  const schema: Schema = {
    blocks: {
      entry: {
        nesting: "list",
        block: {
          attributes: {
            value: { type: "dynamic", optional: true },
            list: { type: ["list", "dynamic"], optional: true },
          },
          blocks: { deep: { nesting: "map", block: { attributes: { value: { type: "dynamic", optional: true } } } } },
        },
      },
    },
  };

  it("look to an author like any others", () => {
    const value: ValueRecord = {
      entry: [
        {
          value: new Dynamic("string", "a"),
          list: [new Dynamic("number", 1)],
          deep: { x: { value: new Dynamic("bool", true) } },
        },
        { value: null, list: null, deep: {} },
        { value: new Dynamic("string", UNKNOWN), list: [], deep: { y: { value: new Dynamic("bool", null) } } },
        { value: UNKNOWN, list: UNKNOWN, deep: {} },
      ],
    };
    expect(fromDynamicValue(schema, toDynamicValue(schema, value))).toEqual(value);
  });

  it("give their dynamic values back also inside of tuples, where Terraform tells the type of the whole alone", () => {
    const pair: Type = ["tuple", ["number", "dynamic"]];
    const block: Block = {
      attributes: {
        pair: { type: pair, optional: true },
        deep: { type: ["list", ["tuple", [["object", { part: pair }]]]], optional: true },
      },
    };
    const known: Type = ["tuple", ["number", "string"]];
    const sent = new Dynamic(
      ["tuple", [["object", { pair: known, deep: ["list", ["tuple", [["object", { part: known }]]]] }]]],
      [{ pair: [1, "a"], deep: [[{ part: [2, null] }]] }],
    );
    const schema: Schema = { blocks: { entry: { nesting: "list", block } } };
    const msgpack = encodeValue(["object", { entry: "dynamic" }], { entry: sent });
    expect(fromDynamicValue(schema, { msgpack, json: EMPTY })).toEqual({
      entry: [{ pair: [1, new Dynamic("string", "a")], deep: [[{ part: [2, new Dynamic("string", null)] }]] }],
    });
  });

  it("may be unknown as a whole", () => {
    expect(fromDynamicValue(schema, toDynamicValue(schema, { entry: UNKNOWN }))).toEqual({ entry: UNKNOWN });
  });
});

describe("stored state", () => {
  it("is parsed without loss of digits", () => {
    const json = Buffer.from('{"a":1234567890123456789012,"b":0.10000000000000000555,"c":[1],"__proto__":{"d":true}}');
    const state = fromRawState({ json });
    expect(state).toMatchObject({ a: 1234567890123456789012n, b: new Decimal("0.10000000000000000555"), c: [1] });
    expect(Object.hasOwn(state, "__proto__")).toBe(true);
  });

  it("is the same where Terraform wrote it in lines, at some depth", () => {
    const parts = { a: null, b: { "x: y": ["1", 7, -1.5] }, c: "2027-03-31T00:00:00Z", d: "\\n  d", e: {}, f: [] };
    const lines = (state: object) => JSON.stringify(state, undefined, 2).replaceAll("\n", "\n    ");
    expect(fromRawState({ json: Buffer.from(lines(parts)) })).toEqual(parts);
    const whole = { ...parts, b: { "x: y": ["1", 7] } };
    expect(fromRawState({ json: Buffer.from(lines(whole)) })).toEqual(whole);
    const long = lines({ ...whole, g: "LONG" }).replace('"LONG"', "12345678901234567890");
    expect(fromRawState({ json: Buffer.from(long) })).toEqual({ ...whole, g: 12345678901234567890n });
    const negative = fromRawState({ json: Buffer.from('{\n  "a": -0\n}') });
    expect(Object.is(negative.a, 0)).toBe(true);
  });

  const TWICE = '{\n  "a": 1,\n  "a": 2\n}';

  it.each(["", "[]", "{", "nul", '"x"', '{"a":1,"a":2}', TWICE])(
    "is refused where it is no JSON object: %j",
    (text) => {
      expect(() => fromRawState({ json: Buffer.from(text) })).toThrow();
    },
  );

  it("is refused where it is no UTF-8", () => {
    expect(() => fromRawState({ json: Buffer.from([0x7b, 0xff, 0x7d]) })).toThrow();
  });
});

describe("private state", () => {
  it("goes back byte by byte where nothing is new", () => {
    const bytes = Buffer.from('{"a": 12345678901234567890}');
    expect(toPrivate(undefined, bytes)).toBe(bytes);
    expect(fromPrivate(toPrivate({ a: [1] }, bytes))).toEqual({ a: [1] });
    expect(fromPrivate(EMPTY)).toEqual({});
  });

  it("may be the null that Terraform's old SDK writes where there is nothing", () => {
    const bytes = Buffer.from("null");
    expect(fromPrivate(bytes)).toEqual({});
    expect(toPrivate(undefined, bytes)).toBe(bytes);
  });

  it("must be an object", () => {
    expect(() => fromPrivate(Buffer.from("1"))).toThrow("is not a JSON object");
    expect(() => toPrivate([1] as never, EMPTY)).toThrow("is not a JSON object");
  });
});

describe("a diagnostic", () => {
  const schema: Schema = {
    attributes: {
      rules: { nested: { nesting: "list", attributes: { port: { type: "number", required: true } } }, optional: true },
      tags: { type: ["map", ["list", "string"]], optional: true },
      members: { nested: { nesting: "set", attributes: { name: { type: "string", required: true } } }, optional: true },
    },
    blocks: {
      part: { nesting: "list", block: { attributes: { size: { type: ["list", "string"], optional: true } } } },
      unordered: { nesting: "set", block: { attributes: { size: { type: "string", optional: true } } } },
    },
  };
  const steps = (path: readonly (string | number)[]): unknown => {
    const message = toDiagnosticMessage(schema, { severity: "error", summary: "s", path });
    return message.attribute?.steps.map((step) => step.attributeName ?? step.elementKeyString ?? step.elementKeyInt);
  };

  it.each([
    [
      ["rules", 1, "port"],
      ["rules", 1],
    ],
    [
      ["tags", "a", 0],
      ["tags", "a"],
    ],
    [["members", 0, "name"], ["members"]],
    [
      ["part", 2, "size", 1],
      ["part", 2, "size", 1],
    ],
    [["unordered", 0, "size"], ["unordered"]],
    [["rules"], ["rules"]],
    [["nonsense", 1], undefined],
  ])("about %j points at %j, which is as deep as Terraform can show", (path, expected) => {
    expect(steps(path)).toEqual(expected);
  });

  it("names in its text the place that cannot be pointed at", () => {
    const message = toDiagnosticMessage(schema, {
      severity: "warning",
      summary: "s",
      detail: "Too large.",
      path: ["rules", 1, "port"],
    });
    expect(message).toMatchObject({ severity: 2, detail: "At rules[1].port.\nToo large." });
  });
});
