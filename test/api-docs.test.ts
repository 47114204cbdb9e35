import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiDocs } from "../scripts/api-docs";

const GUIDE = readFileSync(join(__dirname, "..", "docs", "API.md"), "utf8");

test("docs/API.md is what the sources say; else run scripts/api-docs.ts", () => {
  expect(GUIDE).toBe(apiDocs());
});

test("it has every entry point, with members, defaults and errors", () => {
  const { exports } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { exports: object };
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
  expect(GUIDE.match(/^## .*$/gm)).toEqual(entries.map((entry) => `## \`${join("cdktf-hikube", entry)}\``));
  expect(GUIDE).toContain("| `group(name: string): `[`SubjectSpec`](#subjectspec) | A group, ");
  expect(GUIDE).toContain("| `perStack?: number` | Most tenants of a stack, ");
  expect(GUIDE).toMatch(/`static fromTenantAttributes/);
});

test("no member is private", () => {
  expect(GUIDE).not.toMatch(/^\| `(static )?#/m);
});

const sectionOf = (entry: string): readonly string[] => {
  const from = GUIDE.indexOf(`\n## \`cdktf-hikube/${entry}\``);
  return GUIDE.slice(from, GUIDE.indexOf("\n## ", from + 1)).split("\n");
};

test("every member of every name has a sentence", () => {
  expect(GUIDE.split("\n").filter((line) => /^\| `.*\| +\|$/.test(line))).toEqual([]);
});

test("every name of the testing kit has a sentence", () => {
  const lines = sectionOf("plugin/testing");
  // What follows a heading is its sentence, and no code or table.
  const bare = lines.filter((line, index) => line.startsWith("### ") && /^(```|\| )/.test(lines[index + 2] ?? ""));
  expect(bare).toEqual([]);
});

test("types that members name have a section, whether an entry point hands them on or not", () => {
  expect(GUIDE).toMatch(/^### `PortSpec`$/m);
  expect(GUIDE).toMatch(/^### `DnsFacts`$/m);
  expect(GUIDE).toMatch(/^\| `podCidrs: readonly string\[\]` \| CIDRs that pods /m);
});

test("it has a table of contents, and every link of it leads to a heading", () => {
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
  const slugs = [...GUIDE.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => slug(heading));
  const anchors = slugs.map((each, index) => {
    const before = slugs.slice(0, index).filter((other) => other === each).length;
    return before === 0 ? each : `${each}-${String(before)}`;
  });
  const links = [...GUIDE.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = ""]) => anchor);
  const contents = GUIDE.slice(0, GUIDE.indexOf("\n## "));
  expect(contents.match(/\]\(#/g)?.length).toBeGreaterThan(150);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
});
