import { printableLine } from "./printable";

/** One fault of a spec: where it is, what was given, what is allowed, how to mend it. */
export interface Issue {
  /** Path of the construct or attribute, e.g. `production/shop.quota.cpu`. */
  readonly path: string;
  /** What is wrong, as one sentence without a full stop. */
  readonly message: string;
  /** What was given, printed as the user wrote it. */
  readonly given?: string;
  /** What is allowed in its place. */
  readonly allowed?: string;
  /** The next step that mends it. */
  readonly mend?: string;
}

/** Prints an issue on one line, whatever it holds: `path: message; given …; allowed …; mend …`. */
export function formatIssue(issue: Issue): string {
  const parts = [
    issue.message,
    issue.given === undefined ? undefined : `given ${issue.given}`,
    issue.allowed === undefined ? undefined : `allowed: ${issue.allowed}`,
    issue.mend === undefined ? undefined : `mend: ${issue.mend}`,
  ];
  return printableLine(`${issue.path}: ${parts.filter((part) => part !== undefined).join("; ")}`);
}

/** All faults of a spec at once. Nothing was made from it. */
export class SpecError extends Error {
  override readonly name = "SpecError";

  constructor(readonly issues: readonly Issue[]) {
    super(issues.map(formatIssue).join("\n"));
  }
}
