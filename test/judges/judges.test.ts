import { guide, tableUnder } from "../model/docs-table";
import { BENCHMARKS } from "./benchmarks";
import { CHECKOV } from "./checkov";
import { emittedObjects } from "./emitted";
import { KUBESCAPE } from "./kubescape";
import { named, type JudgeRule } from "./rule";
import { TRIVY } from "./trivy";

const GUIDE = guide("judges");
const NOTHING = "–";

const JUDGES: readonly (readonly [string, readonly JudgeRule[]])[] = [
  ["trivy", TRIVY],
  ["kubescape", KUBESCAPE],
  ["checkov", CHECKOV],
];

describe.each(JUDGES)("%s", (judge, rules) => {
  const rows = tableUnder(judge, GUIDE);

  test("finds in the emitted objects what the guide accepts, and nothing else", () => {
    const objects = emittedObjects();
    const findings = rules.map(({ id, asks, finds }) => [id, asks, named(finds(objects)).join(", ") || NOTHING]);
    expect(rows.map(([id, asks, found]) => [id, asks, found])).toEqual(findings);
  });

  test("every finding is accepted for a reason, and nothing else has one", () => {
    for (const [id, , found, reason = ""] of rows) expect([id, reason !== ""]).toEqual([id, found !== NOTHING]);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s finds the faulty object", (_, { finds, guilty }) => {
    expect(named(finds(guilty))).not.toEqual([]);
  });
});

describe("Multi-Tenancy Benchmarks", () => {
  const rows = tableUnder("Multi-Tenancy Benchmarks", GUIDE);

  test("the guide lists the checks that test/e2e/benchmarks.test.ts runs", () => {
    expect(rows.map(([id, asks]) => [id, asks])).toEqual(Object.entries(BENCHMARKS));
  });

  test("all of them are met, but for the classes that everybody may read", () => {
    const others = rows.filter(([, , met]) => met?.startsWith("yes") !== true);
    expect(others.map(([id]) => id)).toEqual(["PL1-CC-CPI-1"]);
  });
});
