import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as connectivity from "cdktf-hikube/connectivity";

const ROOT = join(__dirname, "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "connectivity.md"), "utf8");

test("every function that the page calls comes from the entry point that it names", () => {
  const code = [...PAGE.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = ""]) => text).join("\n");
  const called = [...code.matchAll(/\b(\w+)\(/g)].map(([, name]) => name).filter((name) => name !== "ask");
  expect(called).toContain("addedConnectivity");
  expect([...new Set(called)].filter((name) => !(String(name) in connectivity))).toEqual([]);
});

test("the package opens that entry point", () => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: object };
  expect(exports).toHaveProperty(["./connectivity", "default"], "./dist/src/connectivity/index.js");
});
