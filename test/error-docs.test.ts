import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorDocs } from "../scripts/error-docs";

const PAGE = readFileSync(join(__dirname, "..", "docs", "errors.md"), "utf8");

test("docs/errors.md is what the tables of codes say; else run scripts/error-docs.ts", () => {
  expect(PAGE).toBe(errorDocs());
});

test("codes are words in kebab-case, in order, with a cause and a cure that are sentences", () => {
  const codes = [...PAGE.matchAll(/^### `(.*)`\n\n(.*)\n\n(.*)$/gm)].map(([, ...parts]) => parts);
  expect(codes).toHaveLength(PAGE.match(/^### /gm)!.length);
  for (const [code, cause, cure] of codes) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [cause, cure]) expect(text).toMatch(/^[A-Z`].*\.$/);
  }
});
