import { isRecord, listIn, objectIn, textIfAny, textMembersIn } from "../../src/model/json";

test("only an object has members", () => {
  expect([{}, [], null, "a", undefined].map(isRecord)).toEqual([true, false, false, false, false]);
  expect([[1], null, "a"].map(objectIn)).toEqual([{}, {}, {}]);
  expect([[1], { length: 1 }, "a"].map(listIn)).toEqual([[1], [], []]);
});

test("what is no text is absent", () => {
  expect(["a", 1, null].map(textIfAny)).toEqual(["a", undefined, undefined]);
  expect(textMembersIn({ a: "x", b: 1, c: null })).toEqual({ a: "x" });
});
