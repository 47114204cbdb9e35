import type { Review } from "../../review/change";
import { reviewDocument } from "../../review/document";
import { renderReviewMarkdown } from "../../review/render-markdown";
import { renderReviewText } from "../../review/render-text";
import type { Outcome } from "../command";

/** Formats of a review beside JSON. */
export const REVIEW_FORMATS = ["text", "markdown"] as const;

/** A review as it was asked for. */
export function showReview(review: Review, output: string, title: string): Outcome {
  const text = output === "markdown" ? renderReviewMarkdown(review, { title }) : renderReviewText(review);
  return { text, json: reviewDocument(review) };
}
