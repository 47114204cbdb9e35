import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatIssue } from "../../src/model/issue";
import { ISSUE_CODES } from "../../src/model/issue-codes";
import { checkTenants } from "../../src/tenants-file/check-tenants";
import { withPlace } from "../../src/tenants-file/file-issue";
import { CLUSTER } from "../model/tenants";
import { badFiles, issuesOf, withoutWords } from "./bad-corpus";

const FILES = badFiles().map((file) => [file.name, file] as const);

/** Codes that no text of a file leads to, and the test that does. */
const NOT_OF_A_TEXT: Readonly<Record<string, string>> = {
  "assignment-not-committed": "constructs/fleet/tenant-fleet.test.ts",
  "controller-in-tenant": "model/tenant/rules/validate.test.ts",
  "duplicate-construct": "constructs/wrong-props.test.ts",
  "duplicate-move": "constructs/moved.test.ts",
  "duplicate-platform": "constructs/bad-input.test.ts",
  "engine-changed": "cli/plan/engine-changes.test.ts",
  "foreign-construct": "constructs/wrong-props.test.ts",
  "inherited-field": "constructs/wrong-props.test.ts",
  "invalid-assignment": "constructs/fleet/tenant-fleet.test.ts",
  "invalid-construct-id": "constructs/wrong-props.test.ts",
  "invalid-encoding": "tenants-file/files.test.ts",
  "invalid-move": "constructs/moved.test.ts",
  "invalid-network-policy": "connectivity/parse-policy.test.ts",
  "isolation-removed": "cli/plan/removal.test.ts",
  "migration-destroys": "cli/migrate/migration.test.ts",
  "migration-of-some-instances": "cli/migrate/migration.test.ts",
  "missing-cluster-facts": "tenants-file/files.test.ts",
  "missing-provider": "constructs/bad-input.test.ts",
  "move-from-used-path": "constructs/moved.test.ts",
  "must-be-known-at-synth": "model/tenant/rules/validate.test.ts",
  "object-of-a-tenant": "provider/manifest/others-objects.test.ts",
  "outside-of-stack": "constructs/bad-input.test.ts",
  "path-outside-folder": "tenants-file/files.test.ts",
  "protected-tenant-exposed": "cli/plan/removal.test.ts",
  "protected-tenant-removed": "cli/plan/removal.test.ts",
  "protected-tenant-replaced": "cli/plan/removal.test.ts",
  "reserve-below-shares": "cli/plan/overdrafts.test.ts",
  "share-kept": "provider/tenant/kept.test.ts",
  "stack-full": "constructs/fleet/tenant-fleet.test.ts",
  "tenant-held-elsewhere": "cli/plan/taken.test.ts",
  "tenant-in-other-stack": "cli/plan/stack-moves.test.ts",
  "tree-of-two-engines": "cli/migrate/migration.test.ts",
  "unreadable-file": "tenants-file/files.test.ts",
  "unsupported-policy": "connectivity/snapshot-of.test.ts",
};

test.each(FILES)("%s gives its faults, all of them", (_name, file) => {
  const issues = issuesOf(file);
  expect(issues.map(withoutWords)).toEqual(file.faults);
  for (const { message, received, expected, hint, line } of issues) {
    for (const part of [message, received, expected, hint]) expect(part).toMatch(/\S/);
    expect(line).toBeLessThanOrEqual(file.text.split("\n").length);
  }
});

test("every code is told by some file, or by a test of its own", () => {
  const told = new Set(FILES.flatMap(([, { faults }]) => faults.map((fault) => fault.split(" ")[1])));
  const rest = Object.keys(ISSUE_CODES)
    .filter((code) => !told.has(code))
    .sort();
  expect(rest).toEqual(Object.keys(NOT_OF_A_TEXT));
  const unheld = rest.filter((code) => !textOf(NOT_OF_A_TEXT[code]!).includes(code));
  expect(unheld).toEqual([]);
});

function textOf(test: string): string {
  return readFileSync(join(__dirname, "..", test), "utf8");
}

test("the faults in the guide are those that its file gives, word by word: where, what, why and the code", () => {
  const guide = readFileSync(join(__dirname, "..", "..", "docs", "tenants-file.md"), "utf8");
  const [, file = "", told] = /## Faults[^]*?```yaml\n([^]*?)```\n\n```\n([^]*?)\n```/.exec(guide) ?? [];
  const { issues } = checkTenants(file, { cluster: CLUSTER });
  expect(issues.map((issue) => formatIssue(withPlace(issue)))).toEqual(told?.split("\n"));
});
