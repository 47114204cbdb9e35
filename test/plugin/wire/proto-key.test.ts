import { DiagnosticError } from "../../../src/plugin/diagnostic";
import type { Schema } from "../../../src/plugin/schema";
import { dynamicOf, type Value } from "../../../src/plugin";
import { fromDynamicValue, toDynamicValue } from "../../../src/plugin/wire/convert";

const SCHEMA: Schema = {
  attributes: {
    any: { type: "dynamic", optional: true },
    tags: { type: ["map", "string"], optional: true },
    list: { type: ["list", ["map", "string"]], optional: true },
  },
};

const NOTHING = { any: null, tags: null, list: null };

/** What a program sends in whose language the key is none of its own. */
function sent(values: Record<string, Value>) {
  const { msgpack, json } = toDynamicValue(SCHEMA, { ...NOTHING, ...values });
  return {
    json,
    msgpack: Buffer.from(Buffer.from(msgpack).toString("latin1").replaceAll("proto_key", "__proto__"), "latin1"),
  };
}

function read(values: Record<string, Value>): unknown {
  try {
    return fromDynamicValue(SCHEMA, sent(values));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return [error.summary, error.path];
  }
}

test.each<[string, Record<string, Value>, readonly (string | number)[]]>([
  ["an object", { any: dynamicOf({ data: { é: [1, { proto_key: "x" }] } }) }, ["any", "data", "é", 1, "__proto__"]],
  ["a map", { tags: { proto_key: "x" } }, ["tags", "__proto__"]],
  ["a list", { list: [{ a: "b" }, { proto_key: "x" }] }, ["list", 1, "__proto__"]],
])("the key __proto__ is refused at its place in %s", (_, values, path) => {
  expect(read(values)).toEqual(["The key __proto__ cannot be used", path]);
});

test("as a value it is a text as any other, and other names of JavaScript are keys", () => {
  expect(read({ tags: { a: "proto_key", constructor: "x", prototype: "y" } })).toEqual({
    ...NOTHING,
    tags: { a: "__proto__", constructor: "x", prototype: "y" },
  });
});

test("what cannot be read for another reason is told as before", () => {
  const { msgpack, json } = sent({ tags: { proto_key: "x" } });
  const cut = { json, msgpack: msgpack.subarray(0, -2) };
  expect(() => fromDynamicValue(SCHEMA, cut)).toThrow("Terraform sent a value that cannot be read");
});
