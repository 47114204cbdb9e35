import { eachLeaf, isWhollyKnown, mapLeaves, someLeaf } from "../../../src/plugin/values/leaves";
import { Decimal, Dynamic, UNKNOWN, type Value } from "../../../src/plugin/value";

const DIGITS = new Decimal("1.5");
const value: Value = { a: ["x", null, { b: 1 }], d: new Dynamic(["list", "number"], [2, DIGITS]), u: UNKNOWN };

test("every leaf is visited with its place, also in what is dynamic", () => {
  const found: (readonly [string, Value])[] = [];
  eachLeaf(value, (leaf, path) => found.push([path.join("."), leaf]), ["at"]);
  expect(found).toEqual([
    ["at.a.0", "x"],
    ["at.a.1", null],
    ["at.a.2.b", 1],
    ["at.d.0", 2],
    ["at.d.1", DIGITS],
    ["at.u", UNKNOWN],
  ]);
});

test("a value is known where all of its leaves are", () => {
  expect(isWhollyKnown(value)).toBe(false);
  expect(isWhollyKnown({ ...value, u: null })).toBe(true);
  expect(isWhollyKnown(new Dynamic("string", UNKNOWN))).toBe(false);
  expect(someLeaf([], () => true)).toBe(false);
});

test("leaves are replaced at every depth, and a value of which none is stays the same object", () => {
  const doubled = mapLeaves(value, (leaf) => (typeof leaf === "number" ? 2 * leaf : leaf));
  expect(doubled).toEqual({ ...value, a: ["x", null, { b: 2 }], d: new Dynamic(["list", "number"], [4, DIGITS]) });
  expect(mapLeaves(value, (leaf) => leaf)).toBe(value);
  const own = JSON.parse('{"__proto__":1}') as Value;
  expect(mapLeaves(own, () => 2)).toEqual(JSON.parse('{"__proto__":2}'));
});
