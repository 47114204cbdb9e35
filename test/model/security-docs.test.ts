import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GUARDRAILS } from "../../src/model/platform/guardrails/guardrails";
import { TEMPLATE_WARNINGS } from "../../src/model/platform/guardrails/pod-templates";
import { KIND_WIDTHS, WORKLOAD_WIDTHS, type Width } from "../../src/model/platform/guardrails/widths";
import { ALLOW_LISTS } from "../../src/model/tenant/spec/allow-lists";
import { tableUnder } from "./docs-table";

const ROOT = join(__dirname, "../..");
const SECURITY_GUIDE = readFileSync(join(ROOT, "docs/security.md"), "utf8");

test("the table of allow-lists is the code's", () => {
  const code = (text: string) => `\`${text}\``;
  expect(tableUnder("Security").map(([field, , initial]) => [field, initial])).toEqual(
    ALLOW_LISTS.map(({ field, initial }) => [code(field), initial.map(code).join(", ") || "none"]),
  );
});

test("the table of guardrails names every one", () => {
  expect(tableUnder("What the platform guards").map(([name]) => name)).toEqual(
    [...GUARDRAILS, ...TEMPLATE_WARNINGS].map(({ name }) => `\`${name}\``),
  );
});

test("the table of lists is the code's", () => {
  const told = (widths: readonly Width[]) => widths.map(({ what, most }) => `${most} ${what}`).join(", ");
  const kinds = KIND_WIDTHS.filter(({ widths }) => widths.length > 0);
  expect(tableUnder("How large and how wide")).toEqual([
    ["pods, and their templates in workloads", told(WORKLOAD_WIDTHS)],
    ...kinds.map(({ kind, widths }) => [kind, told(widths)]),
  ]);
});

describe("each promise is held by a test that exists:", () => {
  const NAMED = /`([-\w]+\.test\.ts)`: ([^|\n)]+)/g;
  const promises = [...SECURITY_GUIDE.matchAll(NAMED)];

  test("every promise of the list names one", () => {
    const list = SECURITY_GUIDE.split("\n## Promises\n")[1]?.split("\n## ")[0] ?? "";
    const entries = list.split(/^- /m).slice(1);
    expect(entries.length).toBeGreaterThan(20);
    expect(entries.filter((entry) => entry.match(NAMED) === null)).toEqual([]);
  });

  test.each(promises.map(([, file = "", title = ""]) => [file, title]))("%s: %s", (file, title) => {
    const path = join(ROOT, "test/e2e", file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, "utf8")).toContain(title);
  });
});
