import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { hasInvisible, printableJson } from "../../src/model/printable";
import type { Change } from "../../src/review/change";
import { reviewDocument } from "../../src/review/document";
import { codeSpan, renderReviewMarkdown } from "../../src/review/render-markdown";
import { renderReviewText } from "../../src/review/render-text";
import { markdownNodes } from "./markdown-nodes";

const DANGER: Change = {
  kind: "access",
  severity: "danger",
  tenant: "tenant-a",
  what: "Group oidc:x",
  before: "user",
  after: "admin",
};
const REVIEW = {
  changes: [
    { ...DANGER, alsoIn: ["tenant-a-b"] },
    {
      kind: "lifetime",
      severity: "danger",
      tenant: "tenant-b",
      what: "suspended",
      before: "no",
      after: "yes",
      note: "no new pods start",
    },
    { kind: "rights", severity: "notice", what: "ClusterRole hikube:user: pods", before: "list" },
    { kind: "object-added", severity: "info", tenant: "tenant-a", what: "NetworkPolicy n" },
  ],
} satisfies { readonly changes: readonly Change[] };

test("as text: a line for each change, dangers first", () => {
  expect(renderReviewText(REVIEW)).toBe(
    [
      "DANGER",
      "  tenant-a",
      "    ! access of Group oidc:x: user → admin (also in tenant-a-b)",
      "  tenant-b",
      "    ! lifetime: suspended: no → yes; no new pods start",
      "to note:",
      "  platform",
      "    ~ rights lost by ClusterRole hikube:user: pods: list",
      "also:",
      "  tenant-a",
      "      added: NetworkPolicy n",
      "reviewed: 2 dangers, 1 to note, 1 more",
    ].join("\n"),
  );
  expect(renderReviewText({ changes: [] })).toBe("no change to review");
});

test("as Markdown: the same, with what only completes the picture folded away", () => {
  expect(renderReviewMarkdown(REVIEW)).toBe(
    [
      "### Changes of tenants",
      "",
      "**reviewed: 2 dangers, 1 to note, 1 more**",
      "",
      "#### ⚠️ Danger (2)",
      "",
      "- `tenant-a`",
      "  - access of `Group oidc:x`: `user` → `admin` (also in `tenant-a-b`)",
      "- `tenant-b`",
      "  - lifetime: `suspended`: `no` → `yes`; no new pods start",
      "",
      "#### To note (1)",
      "",
      "- `platform`",
      "  - rights lost by `ClusterRole hikube:user: pods`: `list`",
      "",
      "<details>",
      "<summary>Also (1)</summary>",
      "",
      "- `tenant-a`",
      "  - added: `NetworkPolicy n`",
      "",
      "</details>",
    ].join("\n"),
  );
});

test("as JSON: what the published schema says", () => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "schema", "review.schema.json"), "utf8"),
  ) as object;
  const passes = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
  const document = reviewDocument(REVIEW);
  expect([passes(document), passes.errors]).toEqual([true, null]);
  expect(document.summary).toEqual({ danger: 2, notice: 1, info: 1 });
  expect(passes({ ...document, changes: [{ ...DANGER, kind: "unheard-of" }] })).toBe(false);
});

const HOSTILE = [
  "x\n\n# Approved\n\nall is well",
  "x`y``z```",
  "`",
  "``` ``` <script>alert(1)</script>",
  "</details><img src=x onerror=alert(1)>",
  "@everyone see #1 and https://evil.example [click](javascript:alert(1))",
  "a\r\n- `tenant-b`: no danger",
  "\u001b[2J\u202eapproved\u2028x",
  "| a | b |\n|---|---|",
  "$\\alpha$ ~~x~~ **bold** &lt;b&gt; \\",
  " ` ",
  "",
  "\n",
];

/** Every text that a user may have written. */
function hostileChanges(text: string): readonly Change[] {
  return (["danger", "notice", "info"] as const).flatMap((severity) => [
    { ...DANGER, severity, tenant: text, what: text, before: text, after: text, alsoIn: [text] },
    { kind: "object-changed", severity, what: text, after: text },
  ]);
}

describe.each(HOSTILE)("a hostile text %j", (text) => {
  const review = { changes: hostileChanges(text) };

  test("stands in Markdown as code alone, and changes no structure", () => {
    const harmless = markdownNodes(renderReviewMarkdown({ changes: hostileChanges("x") }));
    const nodes = markdownNodes(renderReviewMarkdown(review));
    const shape = (found: typeof nodes): readonly string[] =>
      found.map(({ type }) => type).filter((type) => type !== "text" && type !== "code");
    expect(shape(nodes)).toEqual(shape(harmless));
    expect(nodes.filter(({ type }) => type === "html_block").map(({ literal }) => literal)).toEqual([
      "<details>\n<summary>Also (2)</summary>",
      "</details>",
    ]);
  });

  test("stands on its own line in a terminal, and controls nothing", () => {
    const shown = renderReviewText(review);
    expect(shown.split("\n")).toHaveLength(renderReviewText({ changes: hostileChanges("x") }).split("\n").length);
    expect(hasInvisible(shown.replaceAll("\n", ""))).toBe(false);
    expect(hasInvisible(renderReviewMarkdown(review).replaceAll("\n", "").replaceAll("\ufe0f", ""))).toBe(false);
  });

  test("comes out of JSON as it was", () => {
    const printed = printableJson(reviewDocument(review));
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(reviewDocument(review))));
    expect(hasInvisible(printed.replaceAll("\n", ""))).toBe(false);
  });
});

test("a code span says what the text is", () => {
  for (const text of HOSTILE.filter((one) => one.trim() !== "")) {
    const [code] = markdownNodes(codeSpan(text)).filter(({ type }) => type === "code");
    expect(code?.literal?.length).toBeGreaterThan(0);
  }
  expect(markdownNodes(codeSpan("x`y``z```")).find(({ type }) => type === "code")?.literal).toBe("x`y``z```");
});

test("a comment never grows past what a host takes, and the dangers are the last to be left out", () => {
  const many = (severity: Change["severity"], count: number): readonly Change[] =>
    Array.from({ length: count }, (_, index) => ({ ...DANGER, severity, what: `Group number-${String(index)}` }));
  const shown = renderReviewMarkdown({
    changes: [...many("danger", 300), ...many("notice", 2000), ...many("info", 500)],
  });
  expect(shown.length).toBeLessThan(62_000);
  expect([...shown.matchAll(/Group number-(\d+)`/g)].slice(0, 300).map(([, index]) => Number(index))).toEqual([
    ...Array(300).keys(),
  ]);
  const told = /\*\*(\d+) more changes do not fit here/.exec(shown)?.[1];
  expect(Number(told)).toBe(2800 - [...shown.matchAll(/Group number-/g)].length);
  const long = renderReviewMarkdown({ changes: [{ ...DANGER, after: "x".repeat(100_000) }] });
  expect(long.length).toBeLessThan(3_000);
  expect(long).toContain("(100000 characters)");
});
