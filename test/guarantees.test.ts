import { existsSync } from "node:fs";
import { join } from "node:path";
import { guide } from "./model/docs-table";
import { titlesIn } from "./titles";

const ROOT = join(__dirname, "..");
const GUIDE = guide("guarantees");

interface Holder {
  readonly file: string;
  readonly title: string;
}

/** What a line below a promise names; what is not in the form is a test that is not there. */
function holderIn(text: string): Holder {
  const [, name = "", title = text] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
  return { file: name.includes("/") ? name : join("test", "e2e", name), title };
}

/** The promises under a heading: bullets in bold, each with the bullets of its tests below it. */
function promisesOf(heading: string) {
  const section = GUIDE.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split(/^- /m)
    .slice(1)
    .map((entry) => {
      const [promise = "", ...holders] = entry.trim().split(/\n {2}- /);
      return { promise, holders: holders.map(holderIn) };
    });
}

const TENANTS = promisesOf("Tenants");
const ROWS = [...TENANTS, ...promisesOf("Tools")];

test("the page has both lists of promises, each with a test", () => {
  expect(ROWS.filter(({ holders }) => holders.length === 0)).toEqual([]);
  expect(TENANTS.length).toBeGreaterThan(20);
  expect(ROWS.length).toBeGreaterThan(TENANTS.length);
});

test.each(ROWS.flatMap(({ promise, holders }) => holders.map((holder) => [promise, holder] as const)))(
  "a test holds: %s",
  (_promise, { file, title }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(titlesIn(join(ROOT, file))).toContain(title);
  },
);

test("each promise of tenants is held on a real API server", () => {
  const elsewhere = TENANTS.filter(({ holders }) => !holders.some(({ file }) => file.startsWith("test/e2e/")));
  expect(elsewhere.map(({ promise }) => promise)).toEqual([]);
});
