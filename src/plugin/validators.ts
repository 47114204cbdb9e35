import { Decimal, type NumberValue, type Value } from "./value";
import { isPath, type Path } from "./diagnostic";
import { excerpt } from "./values/excerpt";
import { entriesOf, isList, isRecord, kindOf } from "./values/guards";
import { itemsIn } from "./values/plain";
import { compareNumbers, isNumber } from "./values/number";

/** What a check found. */
export interface Finding {
  /** Whether it stops the user. */
  readonly severity: "error" | "warning";
  /** A sentence: what is wrong, what is expected. */
  readonly text: string;
  /** From the checked value to the part that is meant. @default - the value itself */
  readonly path?: Path;
}

/** Nothing where all is well; a text is an error. */
export type Verdict = string | Finding | readonly (string | Finding)[] | undefined;

/** A check of one value that is known and set. */
export type Check = (value: Value) => Verdict;

/** A finding that does not stop the user. */
export function warning(text: string, path: Path = []): Finding {
  return { severity: "warning", text, path };
}

/** One of these values. */
export function oneOf(...allowed: readonly (string | number | bigint | boolean)[]): Check {
  const list = allowed.map((item) => (typeof item === "string" ? JSON.stringify(item) : String(item))).join(", ");
  const fits = (value: Value, item: string | number | bigint | boolean): boolean =>
    value === item || (isNumber(value) && isNumber(item) && compareNumbers(value, item) === 0);
  return (value) => (allowed.some((item) => fits(value, item)) ? undefined : `It must be one of ${list}.`);
}

/**
 * Text that a regular expression finds.
 *
 * @param expected what the expression stands for, in words, e.g. `lower-case letters and digits`
 */
export function matches(expression: RegExp, expected = `text that matches ${String(expression)}`): Check {
  // A global expression would go on where it ended the last time.
  const once = new RegExp(expression.source, expression.flags.replace(/[gy]/g, ""));
  return (value) => (typeof value === "string" && once.test(value) ? undefined : `It must be ${expected}.`);
}

/** Characters of a text, elements of a list, set or map; both bounds belong to what is allowed. */
export function length({ min = 0, max = Infinity }: { readonly min?: number; readonly max?: number }): Check {
  return (value) => {
    const found = lengthOf(value);
    if (found >= min && found <= max) return undefined;
    return `It must have ${range(min, max === Infinity ? undefined : max)} ${unitOf(value)}, but has ${found}.`;
  };
}

/** A number within bounds, which belong to what is allowed. */
export function between({ min, max }: { readonly min?: NumberValue; readonly max?: NumberValue }): Check {
  return (value) => {
    if (!isNumber(value)) return "It must be a number.";
    const fits =
      (min === undefined || compareNumbers(value, min) >= 0) && (max === undefined || compareNumbers(value, max) <= 0);
    return fits ? undefined : `It must be ${range(min, max)}, but is ${excerpt(textOf(value))}.`;
  };
}

/** A check of each element of a list, set or map that is set. */
export function each(check: Check): Check {
  return (value) => {
    return entriesOf(value).flatMap(([key, element]) =>
      element === null
        ? []
        : findingsOf(check(element)).map((found) => ({ ...found, path: [key, ...(found.path ?? [])] })),
    );
  };
}

/** What a check found, one by one. Of an author without a compiler it may be anything, such as a promise. */
export function findingsOf(verdict: Verdict | null): readonly Finding[] {
  if (verdict === undefined || verdict === null) return [];
  const list = itemsIn(verdict) ?? [verdict];
  return list.map((item) => (typeof item === "string" ? { severity: "error", text: item } : findingOf(item)));
}

function findingOf(item: unknown): Finding {
  const { severity, text, path } = (typeof item === "object" && item !== null ? item : {}) as Partial<Finding>;
  if ((severity === "error" || severity === "warning") && typeof text === "string") {
    return { severity, text, ...(isPath(path) && { path }) };
  }
  const told = `A check of the provider answered ${kindOf(item)}, and not what is wrong, or nothing.`;
  return { severity: "error", text: `${told} This is a bug in the provider. Please report it to its maintainers.` };
}

function lengthOf(value: Value): number {
  if (typeof value === "string") return Array.from(value).length;
  return isList(value) ? value.length : isRecord(value) ? Object.keys(value).length : 0;
}

function unitOf(value: Value): string {
  return typeof value === "string" ? "characters" : "elements";
}

function range(min: NumberValue | undefined, max: NumberValue | undefined): string {
  if (max === undefined) return `at least ${textOf(min ?? 0)}`;
  return min === undefined ? `at most ${textOf(max)}` : `between ${textOf(min)} and ${textOf(max)}`;
}

function textOf(value: NumberValue): string {
  return value instanceof Decimal ? value.text : String(value);
}
