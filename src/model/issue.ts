import type { IssueCode } from "./issue-codes";
import { printableLine, shortened } from "./printable";

/** Where a fault is: the path of a tenant or the name of a file first, then fields and the indexes of list entries. */
export type Path = readonly (string | number)[];

/** A place in a file. */
export interface FilePlace {
  /** The file as the caller named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
}

/** One fault of a spec: where it is, its code, what was received, what is expected, how to mend it. */
export interface Issue {
  /** Where it stands in its file, if it was read from one that people write. */
  readonly place?: FilePlace;
  /** E.g. `["production/shop", "quota", "cpu"]`; empty for a file as a whole. */
  readonly path: Path;
  /** The kind of fault, stable for programs; messages may be reworded. See `docs/errors.md`. */
  readonly code: IssueCode;
  /** What is wrong, as one sentence without a full stop. */
  readonly message: string;
  /** What was received, printed as its author wrote it. */
  readonly received: string;
  /** What is expected in its place. */
  readonly expected: string;
  /** The next step that mends it. */
  readonly hint: string;
}

/** Messages name what they speak of: foreign texts among them. */
const LONGEST_MESSAGE = 500;

/** An issue without its place. */
export type Fault = Omit<Issue, "path" | "place">;

/** A name with its group is no longer than that. */
const LONGEST_STEP = 320;

/** A path in print: `production/shop.network.expose[0].ports`. */
export function formatPath([place = "file", ...fields]: Path): string {
  return fields.reduce<string>(
    (text, field) => (typeof field === "number" ? `${text}[${field}]` : `${text}.${shortened(field, LONGEST_STEP)}`),
    shortened(String(place), LONGEST_STEP),
  );
}

/**
 * Prints an issue on one line, whatever it holds: `path: message; received …; expected: …; hint: … [code]`. Its place stands before
 * it as compilers print it: `tenants.yaml:12:7: production.quota.cpu: …`.
 */
export function formatIssue(issue: Issue): string {
  const { place, path, code, message, received, expected, hint } = issue;
  const at = place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `;
  return printableLine(
    `${at}${formatPath(path)}: ${shortened(message, LONGEST_MESSAGE)}; received ${shortened(received)}; expected: ${expected}; hint: ${hint} [${code}]`,
  );
}

/** All faults of a spec at once. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  /** Every fault, each with its place, path and code. */
  readonly issues!: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join("\n"));
    // Not enumerable: Node would print them once more behind the message.
    Object.defineProperties(this, { name: { enumerable: false }, issues: { value: issues, enumerable: false } });
  }
}

/** The issue as a list, or an empty list where the value is right. */
export function issueUnless(right: boolean, path: Path, fault: () => Fault): readonly Issue[] {
  return right ? [] : [{ path, ...fault() }];
}

/** A value as its author wrote it, as far as a line of a message has room for it. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return shortened(printableLine(JSON.stringify(value)));
}

/** Choices as a sentence: `"a", "b" or "c"`. @param before - the word before the last one */
export function oneOf(choices: readonly string[], before: "or" | "and" = "or"): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  return [quoted.slice(0, -1).join(", "), ...quoted.slice(-1)].filter((part) => part !== "").join(` ${before} `);
}
