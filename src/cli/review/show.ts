import { SEVERITIES, type Review, type Severity } from "../../review/change";
import { reviewDocument } from "../../review/document";
import { renderReviewMarkdown } from "../../review/render-markdown";
import { renderReviewText } from "../../review/render-text";
import type { OptionSpec, Outcome } from "../command";

/** Formats of a review beside JSON. */
export const REVIEW_FORMATS = ["text", "markdown"] as const;

export const FAIL_ON: OptionSpec = {
  flags: "--fail-on <severity>",
  description: "end with 3 if there is a change of this severity or a higher one",
  choices: SEVERITIES,
};

/** Whether a review has a change of a severity or a higher one. */
export function isReached({ changes }: Review, limit: Severity | undefined): boolean {
  if (limit === undefined) return false;
  const most = SEVERITIES.indexOf(limit);
  return changes.some(({ severity }) => SEVERITIES.indexOf(severity) <= most);
}

/** A review as it was asked for. */
export function showReview(review: Review, output: string, title: string): Outcome {
  const text = output === "markdown" ? renderReviewMarkdown(review, { title }) : renderReviewText(review);
  return { text, json: reviewDocument(review) };
}
