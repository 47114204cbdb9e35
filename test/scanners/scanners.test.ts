import { guide, tableUnder } from "../model/docs-table";
import { ACCEPTED } from "./accepted";
import { BENCHMARKS } from "./benchmarks";
import { KUBESCAPE } from "./kubescape";
import { rendered } from "./rendered";
import { named } from "./rule";
import { objectsIn } from "./scanner";

const GUIDE = guide("scanners");
const NOTHING = "–";

describe.each(["trivy", "checkov"] as const)("%s", (name) => {
  const rules = ACCEPTED[name];

  test("is shown in the guide as test/e2e/scanners.test.ts holds it", () => {
    const rows = rules.map(({ rule, asks, finds = [], because = "" }) => [
      rule,
      asks,
      finds.join(", ") || NOTHING,
      because,
    ]);
    expect(tableUnder(name, GUIDE)).toEqual(rows);
  });

  test("every finding is accepted for a reason, and nothing else has one", () => {
    for (const { rule, finds, because } of rules) {
      expect([rule, because !== undefined]).toEqual([rule, finds !== undefined]);
    }
  });
});

describe("kubescape, restated", () => {
  const rows = tableUnder("kubescape", GUIDE);

  test("finds in rendered tenants what the guide accepts, and nothing else", async () => {
    const objects = objectsIn(await rendered());
    const findings = KUBESCAPE.map(({ id, asks, finds }) => [id, asks, named(finds(objects)).join(", ") || NOTHING]);
    expect(rows.map(([id, asks, found]) => [id, asks, found])).toEqual(findings);
  });

  test("every finding is accepted for a reason, and nothing else has one", () => {
    for (const [id, , found, reason = ""] of rows) expect([id, reason !== ""]).toEqual([id, found !== NOTHING]);
  });

  test.each(KUBESCAPE.map((rule) => [rule.id, rule] as const))("%s finds the faulty object", (_, { finds, guilty }) => {
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
