import { parseJson } from "../../src/model/json-text";

test("JSON is read", () => {
  expect(parseJson('{ "a": [1, "b"] }')).toEqual({ a: [1, "b"] });
});

test.each([
  ["secret"],
  ['"secret'],
  ['{ "secret": secret }'],
  ['{\n "a": 1\n "secret": 2 }'],
  ["root:secret:0:0"],
  [""],
])("the error about %j shows nothing of it", (text) => {
  expect(() => parseJson(text)).toThrow(/^not valid JSON/);
  expect(() => parseJson(text)).not.toThrow(/secret|root/);
});

test("the error says where, where that is known", () => {
  expect(() => parseJson('{\n "a": 1\n "b": 2 }')).toThrow("not valid JSON: line 3, column 2");
});
