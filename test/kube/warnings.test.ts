import { readWarnings } from "../../src/kube/warnings";

test.each<readonly [headers: readonly string[] | undefined, texts: readonly string[]]>([
  [undefined, []],
  [['299 - "pods are violated"'], ["pods are violated"]],
  [
    ['299 - "one"', '299 - "two"'],
    ["one", "two"],
  ],
  [['299 - "one", 299 agent "say \\"two\\", 299 - \\\\"'], ["one", 'say "two", 299 - \\']],
  [["garbage"], []],
])("the texts of %j are %j", (headers, texts) => {
  expect(readWarnings(headers)).toEqual(texts);
});
