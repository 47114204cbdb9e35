import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiDocs } from "../scripts/api-docs";

const GUIDE = readFileSync(join(__dirname, "..", "docs", "API.md"), "utf8");

test("docs/API.md is what the sources say; else run scripts/api-docs.ts", () => {
  expect(GUIDE).toBe(apiDocs());
});

test("it has every entry point, with members, defaults and errors", () => {
  const { exports } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { exports: object };
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
  expect(GUIDE.match(/^## .*$/gm)).toEqual(entries.map((entry) => `## \`${join("cdktf-hikube", entry)}\``));
  expect(GUIDE).toContain("| `group(name: string): SubjectSpec` | A group, ");
  expect(GUIDE).toContain("| `perStack?: number` | Most tenants of a stack, ");
  expect(GUIDE).toMatch(/`static fromTenantAttributes/);
});
