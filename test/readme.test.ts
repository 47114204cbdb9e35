import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { tableUnder } from "./model/docs-table";

const ROOT = join(__dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8").replaceAll("\n### ", "\n## ");

interface Holder {
  readonly file: string;
  readonly title: string;
}

/** The tests that a cell names; what is not in the form is a test that is not there. */
function holdersIn(cell: string): readonly Holder[] {
  return cell.split("<br>").map((text) => {
    const [, name = "", title = text] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
    return { file: name.includes("/") ? name : join("test", "e2e", name), title };
  });
}

const rowsOf = (heading: string) =>
  tableUnder(heading, README).map(([promise = "", cell = ""]) => ({ promise, holders: holdersIn(cell) }));
const TENANTS = rowsOf("Tenants");
const ROWS = [...TENANTS, ...rowsOf("Tools")];

/** Titles of the tests and groups of a file; what differs from one to the next is `…`. */
function titlesIn(file: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it|describe)/.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title !== undefined) found.push(title.getText(source).slice(1, -1));
    }
    node.forEachChild(visit);
  };
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  visit(source);
  return found.map((title) => title.replaceAll(/\$\{[^}]*\}|%s|\$\w+/g, "…"));
}

test("the README has both tables of promises", () => {
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
