import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GUARDRAILS } from "../../src/model/platform/guardrails/guardrails";
import { ALLOW_LISTS } from "../../src/model/tenant/allow-lists";
import { tableUnder } from "./docs-table";

const ROOT = join(__dirname, "../..");
const SECURITY_GUIDE = readFileSync(join(ROOT, "docs/security.md"), "utf8");

test("the table of allow-lists is the code's", () => {
  const code = (text: string) => `\`${text}\``;
  expect(tableUnder("Security").map(([field, , initial]) => [field, initial])).toEqual(
    ALLOW_LISTS.map(({ field, initial }) => [code(field), initial.map(code).join(", ") || "none"]),
  );
});

test("the table of guardrails names every one", () => {
  expect(tableUnder("What the platform guards").map(([name]) => name)).toEqual(
    GUARDRAILS.map(({ name }) => `\`${name}\``),
  );
});

describe("each promise is held by a test that exists:", () => {
  const promises = [...SECURITY_GUIDE.matchAll(/`([-\w]+\.test\.ts)`: ([^|\n)]+?)\s*[|)]/g)];

  test("every row of the table names one", () => {
    const rows = SECURITY_GUIDE.split("\n").filter((line) => /^\| (?!nobody|-)/.test(line));
    expect(rows.filter((row) => !/`[-\w]+\.test\.ts`: /.test(row))).toEqual([]);
    expect(promises.length).toBeGreaterThan(rows.length);
  });

  test.each(promises.map(([, file = "", title = ""]) => [file, title]))("%s: %s", (file, title) => {
    const path = join(ROOT, "test/e2e", file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, "utf8")).toContain(title);
  });
});
