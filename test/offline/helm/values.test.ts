import { cloaked, storedJson } from "../../../src/offline/helm/values/cloaked";
import { changedBy, mergedValues, type Setting } from "../../../src/offline/helm/values/merged";
import { setInto, type Tree } from "../../../src/offline/helm/values/set-expression";
import { parseValues } from "../../../src/offline/helm/values/yaml";

function set(expression: string, into: Tree = {}, typed = true): Tree {
  setInto(into, expression, typed);
  return into;
}

// Each line was asked of Helm 3.19.5; test/e2e/helm-values.test.ts asks again.
test.each<[string, Tree]>([
  ["a=1", { a: 1 }],
  ["a=true,b=FALSE,c=null", { a: true, b: false, c: null }],
  ["a=01,b=1.5,c=0,d=-3,e=", { a: "01", b: "1.5", c: 0, d: -3, e: "" }],
  ["a.b.c=x", { a: { b: { c: "x" } } }],
  ["a={x,2,true}", { a: ["x", 2, true] }],
  ["a={x},b=y", { a: ["x"], b: "y" }],
  ["a={}", { a: [""] }],
  ["a[0]=x,a[2].b=y", { a: ["x", null, { b: "y" }] }],
  ["a[0][1]=z", { a: [[null, "z"]] }],
  ["a\\.b=x", { "a.b": "x" }],
  ["a=x\\,y", { a: "x,y" }],
  ["a=x=y", { a: "x=y" }],
  ["a=12345678901234567890", { a: "12345678901234567890" }],
  ["a=1,", { a: 1 }],
])("%s is set as Helm sets it", (expression, expected) => {
  expect(set(expression)).toEqual(expected);
});

test.each([
  ["a", "has no value"],
  ["a,b=1", "has no value"],
  ["a=1,b", "has no value"],
  ["a={x", "must end with }"],
  ["a[x]=1", "whole number"],
  ["a[-1]=1", "whole number"],
  ["a[70000]=1", "above 65536"],
  ["a[0]b=1", "followed by something else"],
  [`${"a.".repeat(31)}b=1`, "30 levels"],
])("%s is refused, without its value", (expression, reason) => {
  expect(() => set(expression)).toThrow(reason);
});

test("what does not fit the values is refused", () => {
  expect(() => set("a.b=1", { a: "text" })).toThrow('"a" is no map');
  expect(() => set("a[0]=1", { a: "text" })).toThrow('"a" is no list');
});

test("text stays text where that is asked for", () => {
  expect(set("a=1,b=true", {}, false)).toEqual({ a: "1", b: "true" });
});

test("a key of JavaScript's own is a key like any other", () => {
  const tree = set("__proto__.polluted=yes,constructor=x");
  expect(Object.keys(tree)).toEqual(["__proto__", "constructor"]);
  expect(({} as Tree).polluted).toBeUndefined();
});

const auto = (name: string, value: string, type: string | null = null): Setting => ({ name, value, type });

test("settings change what the values say, and nothing else is written again", () => {
  const documents = ["a: {x: 1, w: 2}\nb: [1, 2]\nc: kept", "a: {x: 3}"];
  expect(mergedValues(documents)).toEqual({ a: { x: 3, w: 2 }, b: [1, 2], c: "kept" });
  const settings = {
    set: [auto("a.z", "4"), auto("b[1]", "5"), auto("c", "kept")],
    setList: [{ name: "l", value: ["m", null, "n"] }],
    setSensitive: [auto("s", "true", "string"), auto("dotted.key", "{a: 1}", "literal")],
  };
  expect(changedBy(settings, documents)).toEqual({
    a: { x: 3, w: 2, z: 4 },
    b: [1, 5],
    l: ["m", "n"],
    s: "true",
    "dotted.key": { a: 1 },
  });
});

test("values are YAML 1.1, as Helm reads it", () => {
  expect(parseValues("a: yes\nb: 0777\nc: 80:81\nd: 2026-01-02\ne: 1\ne: 2\nf: &x {g: 1}\nh: {<<: *x}")).toEqual({
    a: true,
    b: 511,
    c: "80:81",
    d: "2026-01-02",
    e: 2,
    f: { g: 1 },
    h: { g: 1 },
  });
  expect(parseValues("")).toEqual({});
});

test("a document that is no map is refused with its place, and without its text", () => {
  expect(() => parseValues("- hunter2")).toThrow("no map");
  expect(() => parseValues("a: [hunter2")).toThrow(/no YAML at line 1, column \d+/);
  expect(() => parseValues("a: [hunter2")).not.toThrow(/hunter2/);
});

test("what was set as sensitive is hidden wherever it stands", () => {
  const sensitive = [auto("db.password", "p"), auto("users[1].key", "k"), auto("plain,other", "v"), auto("a\\.b", "x")];
  const values = { db: { password: "p", host: "h" }, users: [{ key: "open" }, { key: "k" }], "a.b": "x", other: "v" };
  expect(() => cloaked(values, [auto("plain,other", "v")])).toThrow("has no value");
  expect(cloaked(values, [...sensitive.filter(({ name }) => !name.includes(",")), auto("z", "1,other=v")])).toEqual({
    db: { password: "(sensitive value)", host: "h" },
    users: [{ key: "open" }, { key: "(sensitive value)" }],
    "a.b": "(sensitive value)",
    other: "(sensitive value)",
    z: "(sensitive value)",
  });
  expect(values.db.password).toBe("p");
});

test("values are stored with their keys in order, and signs of HTML escaped, as the real provider stores them", () => {
  expect(storedJson({ b: "<&>", a: [{ d: 1, c: null }] })).toBe('{"a":[{"c":null,"d":1}],"b":"\\u003c\\u0026\\u003e"}');
});
