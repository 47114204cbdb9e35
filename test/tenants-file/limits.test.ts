import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { LIMITS } from "../../src/tenants-file/limits";
import { CLUSTER } from "../model/tenants";
import { OVERSIZED } from "./oversized";

const MOST_WORK = LIMITS.pieces + LIMITS.values + 2;

test.each(Object.entries(OVERSIZED))("%s: one clear fault, and no more work than is allowed", (_what, text) => {
  const { issues, work, forest } = checkTenants(text(), { cluster: CLUSTER });
  expect(issues.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  expect(work).toBeLessThanOrEqual(MOST_WORK);
  expect(forest).toBeUndefined();
});

test.each([
  ["commas alone", () => `[${",".repeat(20_000)}]`],
  ["closing brackets alone", () => "]".repeat(20_000)],
  ["quotes alone", () => `"`.repeat(20_000)],
  ["one tag after the other", () => "!a ".repeat(20_000)],
])("%s: the first faults are told, not each one", (_what, text) => {
  const { issues } = checkTenants(text());
  expect(issues.length).toBeGreaterThan(0);
  expect(issues.length).toBeLessThanOrEqual(20);
});

test("of more faults than anybody reads the first are told", () => {
  const tenants = "  - { name: A, profile: b, quota: 1, x: 1 }\n".repeat(2000);
  const { issues } = checkTenants(`formatVersion: 1\ntenants:\n${tenants}`, { cluster: CLUSTER });
  expect(issues).toHaveLength(LIMITS.faults);
  expect(issues[0]?.line).toBe(3);
});

test("a map of many keys is compared key by key only with what it is searched for", () => {
  const keys = `formatVersion: 1\n${Array.from({ length: 50_000 }, (_, index) => `k${index}: 1\n`).join("")}`;
  const { issues, work } = checkTenants(keys);
  expect(issues).toHaveLength(1);
  expect(work).toBeLessThan(MOST_WORK);
});

test("ten megabytes in one text are read and refused", () => {
  const { issues, work } = checkTenants(`formatVersion: 1\ntenants: ${"x".repeat(LIMITS.bytes - 100)}\n`);
  expect(issues).toHaveLength(1);
  expect(issues[0]?.received.length).toBeLessThan(200);
  expect(work).toBeLessThan(100);
});

test("the guide tells the limits that hold", () => {
  const guide = readFileSync(join(__dirname, "..", "..", "docs", "tenants-file.md"), "utf8");
  const table = guide.slice(guide.indexOf("| limit")).split("\n\n")[0] ?? "";
  const told = [...table.matchAll(/\| ([\d,]+)(?: \/ ([\d,]+)| MiB)?/g)].flatMap(([cell, first, second]) => {
    const value = Number(first?.replaceAll(",", "")) * (cell.endsWith("MiB") ? 1024 * 1024 : 1);
    return second === undefined ? [value] : [value, Number(second)];
  });
  const { bytes, pieces, depth, values, tenants, list, map, text, faults } = LIMITS;
  expect(told).toEqual([bytes, pieces, depth, values, tenants, list, map, text, faults]);
});
