import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ALERT_GROUPS } from "../src/model/monitoring/stack/alert-rules";
import { packageRoot } from "../src/support/package-root";

const alerts = new Set(ALERT_GROUPS.flatMap(({ rules }) => rules.map(({ alert }) => alert)));

test("every alert has a section of its page, and every section an alert", () => {
  const page = readFileSync(join(packageRoot(), "docs/alerts.md"), "utf8");
  const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(new Set(sections)).toEqual(alerts);
});
