import { existsSync } from "node:fs";
import { join } from "node:path";
import { guide } from "../model/docs-table";
import { titlesIn } from "../titles";

const ROOT = join(__dirname, "..", "..");

interface Case {
  readonly name: string;
  readonly ranBy: string;
  readonly holder: string;
  readonly result: string;
}

const CASES: readonly Case[] = guide("plugin-cases")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => {
    const [name = "", , ranBy = "", holder = "", result = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { name, ranBy, holder, result };
  });

const HELD = CASES.filter(({ result }) => result === "passes");

test("the page has each case of protocol 6 once", () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(178);
  expect(CASES).toHaveLength(178);
});

test("each case passes, or no program here can run it, and the reason is named", () => {
  const rest = CASES.filter((one) => !HELD.includes(one));
  expect(rest.filter(({ ranBy, result }) => ranBy !== "none" || result !== "not run here")).toEqual([]);
  expect(rest.length).toBeLessThan(10);
  for (const { holder } of rest) expect(holder).toMatch(/Terraform/);
});

test.each([...new Set(HELD.map(({ ranBy, holder }) => `${ranBy} | ${holder}`))])("a test holds: %s", (line) => {
  const [, ranBy, name = "", title] = /^(.*) \| `([^`]+)`: (.+)$/.exec(line) ?? [];
  const file = name.includes("/") ? name : join("test", "e2e", name);
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(titlesIn(join(ROOT, file))).toContain(title);
  expect(file.startsWith(join("test", "e2e"))).toBe(ranBy !== "unit");
});
