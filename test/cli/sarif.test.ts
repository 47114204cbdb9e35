import { mkdirSync, writeFileSync } from "node:fs";
import { checkReport } from "../../src/cli/check-report";
import { sarifOf } from "../../src/cli/sarif";
import { readTenants } from "../../src/cli/tenants-source";
import type { Issue } from "../../src/model/issue";
import { hasInvisible } from "../../src/model/printable";
import { hikube, inFolder, TENANTS_YAML, WRONG_YAML } from "./call";

inFolder({ "tenants.yaml": TENANTS_YAML, "wrong.yaml": WRONG_YAML });

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly unknown[];
    }[];
  }[];
}

async function sarif(...args: readonly string[]): Promise<{ readonly code: number; readonly log: Sarif }> {
  const { code, out } = await hikube("check", ...args, "--sarif");
  return { code, log: JSON.parse(out) as Sarif };
}

test("each fault is an error of a rule, at its place in the file", async () => {
  const { code, log } = await sarif("wrong.yaml");
  expect(code).toBe(3);
  const [run] = log.runs;
  const rules = run!.tool.driver.rules;
  expect(log.version).toBe("2.1.0");
  const told = (await hikube("check", "wrong.yaml")).out.trimEnd().split("\n").slice(0, -1);
  expect(told.length).toBeGreaterThan(1);
  expect(run!.results).toHaveLength(told.length);
  for (const { ruleId, ruleIndex, level } of run!.results) {
    expect(level).toBe("error");
    expect(rules[ruleIndex]?.id).toBe(ruleId);
  }
  expect(run!.results[0]).toMatchObject({
    ruleId: "invalid-tenant-name",
    message: { text: expect.stringContaining('received "Alpha"') as unknown },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "wrong.yaml" }, region: { startLine: 5, startColumn: 11 } },
        logicalLocations: [{ fullyQualifiedName: "Alpha.name" }],
      },
    ],
  });
  expect(rules[0]).toMatchObject({
    shortDescription: { text: expect.any(String) as unknown },
    help: { text: expect.any(String) as unknown },
  });
});

test("what only has to be known is a warning or a note, and a file without a fault ends with 0", async () => {
  const day = (days: number) => new Date(Date.parse("2031-05-01T00:00:00Z") + days * 86_400_000);
  const levels = (now: Date) => {
    const log = sarifOf(checkReport(readTenants("tenants.yaml"), now), "0.0.0", now) as Sarif;
    return log.runs[0]!.results.map(({ ruleId, level }) => `${level} ${ruleId}`);
  };
  expect(levels(day(-100))).toEqual([]);
  expect(levels(day(-3))).toContain("note tenant-expires-soon");
  expect(levels(day(1))).toContain("warning tenant-expired");
  expect((await sarif("tenants.yaml")).code).toBe(0);
});

test("a path is a URI, wherever the file is", async () => {
  mkdirSync("a b#c");
  writeFileSync("a b#c/ü%.yaml", WRONG_YAML);
  const { log } = await sarif("a b#c/ü%.yaml");
  expect(log.runs[0]!.results[0]!.locations[0]).toMatchObject({
    physicalLocation: { artifactLocation: { uri: "a%20b%23c/%C3%BC%25.yaml" } },
  });
});

test("no text of a tenant becomes a link, HTML, a place for another text, or controls a terminal", () => {
  const hostile = "[click](https://evil.example) <img src=x> {0} \u001b[2J\u202e\nnew";
  const issue: Issue = {
    path: [hostile],
    code: "invalid-tenant-name",
    message: "m",
    received: hostile,
    expected: "e",
    hint: "h",
  };
  const report = { ...checkReport(readTenants("tenants.yaml"), new Date()), issues: [issue], ok: false };
  const log = sarifOf(report, "0.0.0", new Date()) as Sarif;
  const { text } = log.runs[0]!.results[0]!.message;
  expect(text).not.toMatch(/\]\(|<[a-z/]|(?<!\{)\{\d/i);
  expect(hasInvisible(text)).toBe(false);
  expect(text).toContain("[click] (https://evil.example) \\u003cimg src=x> {{0}}");
});
