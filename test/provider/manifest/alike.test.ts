import { alike } from "../../../src/provider/manifest/alike";

test.each([
  ["an amount in another form", { resources: { limits: { cpu: "1000m" } } }, { resources: { limits: { cpu: "1" } } }],
  ["an amount as a number", { hard: { pods: 10 } }, { hard: { pods: "10" } }],
  ["a number as text", { port: "80" }, { port: 80 }],
  ["an empty list", { volumes: [], a: 1 }, { a: 1 }],
  ["an empty map in a map", { spec: { labels: {} } }, {}],
  ["what is false", { hostNetwork: false }, {}],
  ["null", { a: null }, {}],
  ["elements in another order", { list: [{ name: "a" }, { name: "b" }] }, { list: [{ name: "b" }, { name: "a" }] }],
])("%s means the same", (_, one, other) => {
  expect(alike(one, other)).toBe(true);
  expect(alike(other, one)).toBe(true);
});

test.each([
  ["a version that reads like an amount", { labels: { version: "1.10" } }, { labels: { version: "1.1" } }],
  ["another amount", { limits: { cpu: "1" } }, { limits: { cpu: "1001m" } }],
  ["true as text", { labels: { on: "true" } }, { labels: { on: true } }],
  ["values in another order", { args: ["a", "b"] }, { args: ["b", "a"] }],
  ["another element", { list: [{ name: "a" }] }, { list: [{ name: "b" }] }],
  ["more elements", { args: ["a"] }, { args: ["a", "a"] }],
  ["a map in place of a list", { a: { x: 1 } }, { a: [1] }],
  ["what is there on one side alone", { replicas: 1 }, {}],
])("%s is another", (_, one, other) => {
  expect(alike(one, other)).toBe(false);
  expect(alike(other, one)).toBe(false);
});
