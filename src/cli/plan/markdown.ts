import { formatWarning } from "../../model/warning";
import type { Review } from "../../review/change";
import { codeSpan, renderReviewMarkdown } from "../../review/render-markdown";
import { keptLine, totals } from "./format";
import { refusalsOf } from "./protection";
import type { PlanReport } from "./report";
import { warningsOfUnchanged, warningsOf } from "./warnings";

/** Lines of one kind that a comment has room for beside the review. */
const MOST_LINES = 10;
const LONGEST_LINE = 300;
/** Characters of a section: of those that a comment may have the review leaves ten thousand. */
const ROOM = 7_000;

/** Plans as a comment of a pull request: what apply would refuse, what they mean, and what somebody should know. */
export function markdownOfPlans(reports: readonly PlanReport[], review: Review): string {
  const changing = reports.filter(({ hasEffect }) => hasEffect);
  const kept = section(
    "Left as it is",
    reports.flatMap(({ suspended = [] }) => suspended.map(keptLine)),
  );
  const unchanged = section("Warnings", warningsOfUnchanged(reports).map(formatWarning));
  const told = renderReviewMarkdown(review, { title: "Plan of tenants" });
  if (changing.length === 0) {
    const head = review.changes.length === 0 ? "### Plan of tenants" : told;
    return [head, "", "Nothing to change.", ...unchanged, ...kept].join("\n");
  }
  const refused = refusalsOf(changing);
  const warnings = [...changing.flatMap(warningsOf), ...warningsOfUnchanged(reports)].map(formatWarning);
  return [
    told,
    ...section("⛔ Apply refuses this plan", refused, ROOM),
    ...section("Warnings", warnings),
    ...kept,
    "",
    totals(changing),
  ].join("\n");
}

/** As many whole lines as there is room for: the remedy of a refusal stands at its end. */
function section(title: string, lines: readonly string[], longest = LONGEST_LINE): readonly string[] {
  if (lines.length === 0) return [];
  const items = lines.slice(0, MOST_LINES).map((line) => `- ${codeSpan(line, longest)}`);
  const shown = items.filter((_, index) => index === 0 || items.slice(0, index + 1).join("\n").length <= ROOM);
  const rest = lines.length - shown.length;
  return ["", `#### ${title}`, "", ...shown, ...(rest > 0 ? [`- ${String(rest)} more`] : [])];
}
