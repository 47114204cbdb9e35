import { ignoredKeyExpression, ignoredKeyIssues } from "../../../../src/model/tenant/spec/ignored-keys";
import { ANNOTATIONS, LABELS } from "../../../../src/model/tenant/spec/labels";

test.each(["istio-injection", "field.cattle.io/projectId", "field.cattle.io/*", "mesh.example/rev-*"])(
  "%s may stay",
  (key) => {
    expect(ignoredKeyIssues([key], [])).toEqual([]);
  },
);

const OURS = [...Object.values(LABELS), ...Object.values(ANNOTATIONS), "tenant.hikube.cloud/tenant-a"];

test.each(OURS)("%s is ours, whole and by its beginning", (key) => {
  const starts = [key, `${key}*`, ...(key.includes("/") ? [`${key.slice(0, key.indexOf("/") + 2)}*`] : [])];
  for (const start of starts) expect(ignoredKeyIssues([start], [])).toHaveLength(1);
});

test.each(["", "*", "a b", "istio*", ".*", "a/b/c", "^field", "-a/*"])("%j is no key", (key) => {
  expect(ignoredKeyIssues([key], [])).toMatchObject([{ code: "invalid-ignored-key", path: [0] }]);
});

test("a key is an expression of itself alone, a start one of what begins so", () => {
  const whole = new RegExp(ignoredKeyExpression("a.example/b"));
  expect(["a.example/b", "aXexample/b", "a.example/bc", "xa.example/b"].filter((key) => whole.test(key))).toEqual([
    "a.example/b",
  ]);
  const start = new RegExp(ignoredKeyExpression("a.example/*"));
  expect(["a.example/b", "xa.example/b", "aXexample/b"].filter((key) => start.test(key))).toEqual(["a.example/b"]);
});
