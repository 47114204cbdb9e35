import { printableLine } from "../model/printable";
import { condensed } from "./condensed";
import type { Change, Review, Severity } from "./change";
import { countsOf } from "./render-text";
import { byTenant, sentenceOf } from "./words";

/** A comment on GitHub may have 65,536; there is room for warnings, and for a heading of somebody else's. */
const MOST_CHARACTERS = 55_000;
/** One text, e.g. a list of a thousand hosts. */
const LONGEST_TEXT = 2_000;

export interface MarkdownOptions {
  /** What is compared, in words of the command. @default "Changes of tenants" */
  readonly title?: string;
}

/**
 * A review as a comment of a pull request. Texts of users stand in code spans, where nothing is a link, a mention, HTML or
 * another block. What does not fit into a comment is counted, the dangers last.
 */
export function renderReviewMarkdown(review: Review, { title = "Changes of tenants" }: MarkdownOptions = {}): string {
  const head = [`### ${title}`, "", review.changes.length === 0 ? "No change to review." : `**${countsOf(review)}**`];
  const lines = [...head];
  let left = MOST_CHARACTERS - head.join("\n").length;
  let omitted = 0;
  for (const [severity, heading] of SECTIONS) {
    const own = review.changes.filter((change) => change.severity === severity);
    if (own.length === 0) continue;
    const { shown, rest } = fitting(sectionLines(condensed(own)), left);
    lines.push("", ...opening(severity, heading, own.length), "", ...shown, ...closing(severity));
    left -= shown.join("\n").length;
    omitted += rest;
  }
  if (omitted > 0)
    lines.push("", `**${String(omitted)} more changes do not fit here:** the JSON of the review has all of them.`);
  return lines.join("\n");
}

const SECTIONS: readonly (readonly [Severity, string])[] = [
  ["danger", "⚠️ Danger"],
  ["notice", "To note"],
  ["info", "Also"],
];

/** What only completes the picture is folded away. */
function opening(severity: Severity, heading: string, count: number): readonly string[] {
  return severity === "info"
    ? ["<details>", `<summary>${heading} (${String(count)})</summary>`]
    : [`#### ${heading} (${String(count)})`];
}

function closing(severity: Severity): readonly string[] {
  return severity === "info" ? ["", "</details>"] : [];
}

interface Line {
  readonly text: string;
  readonly isChange: boolean;
}

function sectionLines(changes: readonly Change[]): readonly Line[] {
  return [...byTenant(changes)].flatMap(([tenant, own]) => [
    { text: `- ${codeSpan(tenant)}`, isChange: false },
    ...own.map((change) => ({ text: `  - ${lineOf(change)}`, isChange: true })),
  ]);
}

/** The lines that there is room for, and how many changes of the others there are. */
function fitting(lines: readonly Line[], room: number): { readonly shown: readonly string[]; readonly rest: number } {
  let left = room;
  const end = lines.findIndex(({ text }) => (left -= text.length + 1) < 0);
  const shown = end === -1 ? lines : lines.slice(0, end);
  const rest = lines.slice(shown.length).filter(({ isChange }) => isChange).length;
  return { shown: shown.map(({ text }) => text), rest };
}

function lineOf(change: Change): string {
  const { lead, what, values, note, alsoIn } = sentenceOf(change);
  const moved = values.length === 0 ? "" : `: ${values.map((text) => codeSpan(text)).join(" → ")}`;
  const also = alsoIn.length === 0 ? "" : ` (also in ${alsoIn.map((text) => codeSpan(text)).join(", ")})`;
  return `${lead} ${codeSpan(what)}${moved}${note === undefined ? "" : `; ${note}`}${also}`;
}

/**
 * A text that Markdown shows as it is. The fence is longer than any in the text; one line, because a blank one would
 * end the span.
 *
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeSpan(text: string, longest = LONGEST_TEXT): string {
  const line = printableLine(text);
  const shown = line.length > longest ? `${line.slice(0, longest)} … (${String(line.length)} characters)` : line;
  if (shown.trim() === "") return "(empty)";
  const run = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([found]) => found.length));
  const fence = "`".repeat(run + 1);
  const needsRoom = shown.startsWith("`") || shown.endsWith("`") || (shown.startsWith(" ") && shown.endsWith(" "));
  return needsRoom ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}
