import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkov } from "../scanners/checkov";
import { ACCEPTED } from "../scanners/accepted";
import { rendered } from "../scanners/rendered";
import type { Fault } from "../scanners/scanner";
import { trivy } from "../scanners/trivy";

const FOLDER = join(__dirname, "..", "scanners");

describe.each([trivy, checkov])("$name", ({ name, locate, scan }) => {
  const program = locate();
  const testWithScanner = program === undefined ? test.skip : test;
  const faultsIn = (manifest: string) => scan(program ?? "", manifest);
  const accepted = ACCEPTED[name];

  testWithScanner("finds in rendered tenants what docs/scanners.md accepts, and nothing else", async () => {
    const found = byRule(faultsIn(await rendered()));
    const expected = accepted.filter(({ finds }) => finds !== undefined).map(({ rule, finds }) => [rule, finds]);
    expect(Object.entries(found)).toEqual(expected);
  });

  testWithScanner("finds a fault by each listed rule where there is one", () => {
    const faults = faultsIn(readFileSync(join(FOLDER, "faulty.yaml"), "utf8"));
    const asked = new Map(faults.map(({ rule, asks }) => [rule, asks]));
    expect([...asked].sort()).toEqual(accepted.map(({ rule, asks }) => [rule, asks]));
  });
});

/** The objects of each rule, both in the order of their names. */
function byRule(faults: readonly Fault[]): Readonly<Record<string, readonly string[]>> {
  const rules = [...new Set(faults.map(({ rule }) => rule))].sort();
  return Object.fromEntries(
    rules.map((rule) => {
      const objects = faults.filter((fault) => fault.rule === rule).map(({ object }) => object);
      return [rule, [...new Set(objects)].sort()];
    }),
  );
}
