import { choice, list, number, object, string, type ObjectSchema } from "../model/schema/schema";
import { CHANGE_KINDS, SEVERITIES, type Change, type Review, type Severity } from "./change";

/** A review as programs read it: what `hikube diff -o json` prints, and `review` of `hikube plan -o json`. */
export interface ReviewDocument {
  /** Version of this form. */
  readonly formatVersion: 1;
  /** How many changes there are of each severity. */
  readonly summary: ReviewSummary;
  /** Dangers first, then by tenant. */
  readonly changes: readonly Change[];
}

/** Changes counted by their severity. */
export interface ReviewSummary {
  readonly danger: number;
  readonly notice: number;
  readonly info: number;
}

export function reviewDocument({ changes }: Review): ReviewDocument {
  return { formatVersion: 1, summary: summaryOf(changes), changes };
}

/** Changes counted by their severity. */
export function summaryOf(changes: readonly Change[]): ReviewSummary {
  const count = (wanted: Severity): number => changes.filter(({ severity }) => severity === wanted).length;
  return { danger: count("danger"), notice: count("notice"), info: count("info") };
}

const COUNT = number({ least: 0 });

const CHANGE: ObjectSchema = object("Change", ["kind", "severity", "what"], {
  kind: choice(CHANGE_KINDS),
  severity: choice(SEVERITIES),
  tenant: string("tenant-production-shop"),
  what: string("Group oidc:contractors"),
  before: string("user"),
  after: string("admin"),
  note: string("no new pods start"),
  alsoIn: list(string("tenant-production-shop-db")),
});

/** The form of a review, for its JSON Schema. */
export const REVIEW_DOCUMENT: ObjectSchema = object("ReviewDocument", ["formatVersion", "summary", "changes"], {
  formatVersion: { type: "number", only: 1 },
  summary: object("ReviewSummary", ["danger", "notice", "info"], { danger: COUNT, notice: COUNT, info: COUNT }),
  changes: list(CHANGE),
});
