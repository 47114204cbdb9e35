import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALERT_GROUPS } from "../../src/model/monitoring/stack/alert-rules";
import { objectIn } from "../../src/model/json";
import { valuesOf } from "../model/monitoring/emitted-stack";
import { temporaryFolder } from "../sandbox/temporary-folder";
import { ALERT_CASES } from "./monitoring/alert-cases";
import type { AlertCase, Sample } from "./monitoring/alert-cases/case";
import { describeWith } from "./monitoring/rule-tools";

const RUNBOOKS = "docs/alerts.md";

describeWith("promtool", "the rules that a stack is given, by promtool", (promtool) => {
  const folder = temporaryFolder();
  const rules = join(folder, "rules.yml");

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    // JSON is YAML.
    const { config } = objectIn(valuesOf("alerts").server);
    writeFileSync(rules, JSON.stringify(objectIn(config).alerts));
  });

  test("are right, and none stands twice", () => {
    const count = ALERT_GROUPS.flatMap((group) => group.rules).length;
    const { code, text } = promtool("check", "rules", "--lint=all", "--lint-fatal", rules);
    expect(text).toContain(`${count} rules found`);
    expect(code).toBe(0);
  });

  test("are all tried: each fires on something, and each but the watchdog has something that it is silent on", () => {
    const alerts = new Set(ALERT_GROUPS.flatMap((group) => group.rules.map(({ alert }) => alert)));
    const named = (cases: readonly AlertCase[]) => new Set(cases.map(({ alert }) => alert));
    expect(named(ALERT_CASES.filter(({ fires }) => fires !== undefined))).toEqual(alerts);
    alerts.delete("Watchdog");
    expect(named(ALERT_CASES.filter(({ fires }) => fires === undefined))).toEqual(alerts);
  });

  const named = ALERT_CASES.map((one) => ({ ...one, does: one.fires === undefined ? "is silent" : "fires" }));

  test.each(named)("$alert $does on $on", (one) => {
    const file = join(folder, "test.json");
    writeFileSync(file, JSON.stringify(unitTest(rules, one)));
    const { code, text } = promtool("test", "rules", file);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("SUCCESS") as string });
  });

  test("fail where an alert is expected that does not fire", () => {
    const [one] = ALERT_CASES;
    const file = join(folder, "wrong.json");
    writeFileSync(file, JSON.stringify(unitTest(rules, { ...one!, samples: [] })));
    expect(promtool("test", "rules", file)).toMatchObject({
      code: 1,
      text: expect.stringContaining("FAILED") as string,
    });
  });
});

/** @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
function unitTest(rules: string, { alert, samples, at, silentAt = minuteBefore(at), fires }: AlertCase) {
  const exp_annotations = { summary: fires?.summary, runbook_url: `${RUNBOOKS}#${alert.toLowerCase()}` };
  const expected = fires === undefined ? [] : [{ exp_labels: fires.labels, exp_annotations }];
  return {
    rule_files: [rules],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: samples.map((sample) => ({ series: seriesOf(sample), values: sample.values })),
        alert_rule_test: [
          ...(silentAt === "" ? [] : [{ eval_time: silentAt, alertname: alert, exp_alerts: [] }]),
          { eval_time: at, alertname: alert, exp_alerts: expected },
        ],
      },
    ],
  };
}

function minuteBefore(time: string): string {
  return `${Number.parseInt(time, 10) - 1}m`;
}

function seriesOf({ name, labels }: Sample): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}
