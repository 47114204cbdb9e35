import { isRecord, listIn, objectIn, sortedJson, textIfAny, textMembersIn } from "../../src/model/json";

test("only an object has members", () => {
  expect([{}, [], null, "a", undefined].map(isRecord)).toEqual([true, false, false, false, false]);
  expect([[1], null, "a"].map(objectIn)).toEqual([{}, {}, {}]);
  expect([[1], { length: 1 }, "a"].map(listIn)).toEqual([[1], [], []]);
});

test("what is no text is absent", () => {
  expect(["a", 1, null].map(textIfAny)).toEqual(["a", undefined, undefined]);
  expect(textMembersIn({ a: "x", b: 1, c: null })).toEqual({ a: "x" });
});

test("what says itself how it is written is asked, and members are sorted at every depth", () => {
  const value = { b: [{ d: 1, c: undefined }, undefined], a: { toJSON: () => "token" }, 10: 1, 9: 2 };
  expect(sortedJson(value)).toBe('{"9":2,"10":1,"a":"token","b":[{"d":1},null]}');
});

test("a member that others inherit from is one like all others", () => {
  const value = JSON.parse('{"b":1,"__proto__":{"d":1,"c":2}}') as unknown;
  expect(sortedJson(value)).toBe('{"__proto__":{"c":2,"d":1},"b":1}');
});
