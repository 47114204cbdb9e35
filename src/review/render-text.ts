import { printableLine } from "../model/printable";
import { SEVERITIES, type Change, type Review, type Severity } from "./change";
import { summaryOf } from "./document";
import { condensed } from "./condensed";
import { byTenant, sentenceOf } from "./words";

const MARKS: Readonly<Record<Severity, string>> = { danger: "!", notice: "~", info: " " };

/** A review for a terminal: a line for each change, dangers first and marked. */
export function renderReviewText({ changes }: Review): string {
  if (changes.length === 0) return "no change to review";
  const groups = SEVERITIES.flatMap((severity) => {
    const own = changes.filter((change) => change.severity === severity);
    if (own.length === 0) return [];
    const isMuch = severity === "info" && own.length > MOST_INFO;
    return [
      HEADINGS[severity],
      ...(isMuch
        ? [`  ${String(own.length)} changes that complete the picture; JSON has them`]
        : tenantLines(condensed(own))),
    ];
  });
  return [...groups, countsOf({ changes })].map(printableLine).join("\n");
}

const HEADINGS: Readonly<Record<Severity, string>> = {
  danger: "DANGER",
  notice: "to note:",
  info: "also:",
};

/** A first apply of many tenants is no review of each of their objects. */
const MOST_INFO = 100;

function tenantLines(changes: readonly Change[]): readonly string[] {
  return [...byTenant(changes)].flatMap(([tenant, own]) => [
    `  ${tenant}`,
    ...own.map((change) => `    ${lineOf(change)}`),
  ]);
}

function lineOf(change: Change): string {
  const { lead, what, values, note, alsoIn } = sentenceOf(change);
  const moved = values.length === 0 ? "" : `: ${values.join(" → ")}`;
  const also = alsoIn.length === 0 ? "" : ` (also in ${alsoIn.join(", ")})`;
  return `${MARKS[change.severity]} ${lead} ${what}${moved}${note === undefined ? "" : `; ${note}`}${also}`;
}

/** How many changes there are of which severity. */
export function countsOf({ changes }: Review): string {
  const { danger, notice, info } = summaryOf(changes);
  return `reviewed: ${String(danger)} ${danger === 1 ? "danger" : "dangers"}, ${String(notice)} to note, ${String(info)} more`;
}
