import { renderReviewMarkdown } from "../../src/review/render-markdown";
import { reviewChanges } from "../../src/review/review";
import { CLUSTER } from "../model/tenants";
import { AFTER, BEFORE, dangersIn, EDITS } from "./dangerous";
import { stateOf } from "./states";

describe("a change with more than twelve dangerous edits is reviewed from its Markdown alone", () => {
  const review = reviewChanges(stateOf(BEFORE), stateOf(AFTER), { facts: CLUSTER });
  const found = dangersIn(renderReviewMarkdown(review));

  test.each(EDITS)("%s", (_, line) => {
    expect(found.some((one) => one.startsWith(line))).toBe(true);
  });

  test("each as a danger, and none of them twice", () => {
    expect(review.changes.filter(({ severity }) => severity === "danger")).toHaveLength(EDITS.length);
  });

  test("the way back is no danger but for what is let go", () => {
    const back = reviewChanges(stateOf(AFTER), stateOf(BEFORE), { facts: CLUSTER }).changes;
    expect(back.filter(({ severity }) => severity === "danger")).toEqual([]);
  });
});
