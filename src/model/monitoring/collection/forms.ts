import { issueUnless, show, type Issue, type Path } from "../../issue";
import type { JsonRecord } from "../../json";
import { parseQuantity } from "../../kubernetes/quantity";
import { INVALID } from "../../schema/invalid";

/** Whether a value is known at synth, and not only at apply. */
export type IsKnown = (value: unknown) => boolean;

/** The form of one value: what is not understood would end collectors at their start, long after the plan. */
export interface Form {
  readonly isRight: (value: unknown) => boolean;
  readonly message: string;
  readonly expected: string;
  readonly code: Issue["code"];
  /** @default - correct it, or leave it out */
  readonly hint?: string;
}

const DURATION = /^([1-9][0-9]{0,5})(ms|s|m|h)$/;
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const text = (pattern: RegExp, message: string, expected: string): Form => ({
  isRight: (value) => typeof value === "string" && pattern.test(value),
  ...{ message, expected, code: "invalid-format" },
});
export const duration = text(DURATION, "a time that is not understood", `a time with its unit, such as "30s"`);
export const count: Form = {
  isRight: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  message: "a count that is not understood",
  ...{ expected: "a whole number greater than 0", code: "invalid-count" },
};
export const amount: Form = {
  isRight: (value) => (parseQuantity(value)?.nano ?? 0n) > 0n,
  message: "an amount that is not understood",
  ...{ expected: `a Kubernetes quantity greater than 0, such as "512Mi"`, code: "invalid-quantity" },
};

/** The length of a time; nothing where it is none. */
export function milliseconds(value: unknown): number | undefined {
  const [, number = "", unit = ""] = (typeof value === "string" ? DURATION.exec(value) : null) ?? [];
  return number === "" ? undefined : Number(number) * (MILLISECONDS[unit] ?? 0);
}

/** Whether a rule checks a value: it is given, was not refused already, and is known. */
export function isJudged(value: unknown, isKnown: IsKnown): boolean {
  return value !== undefined && value !== INVALID && isKnown(value);
}

/** The faults of the fields of an object that are of another form. */
export function formIssues(
  given: JsonRecord,
  forms: Readonly<Record<string, Form>>,
  path: Path,
  isKnown: IsKnown,
): readonly Issue[] {
  return Object.entries(forms).flatMap(([field, form]) => {
    const value = Object.hasOwn(given, field) ? given[field] : undefined;
    return formIssue(value, form, [...path, field], isKnown);
  });
}

/** The fault of one value that is of another form. */
export function formIssue(value: unknown, form: Form, path: Path, isKnown: IsKnown): readonly Issue[] {
  const { isRight, code, message, expected, hint = "correct it, or leave it out" } = form;
  const fault = () => ({ code, message, received: show(value), expected, hint });
  return issueUnless(!isJudged(value, isKnown) || isRight(value), path, fault);
}
