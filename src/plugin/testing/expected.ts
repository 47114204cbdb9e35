import { Decimal, isUnknown, type Value } from "../value";
import { formatPath } from "../lifecycle/report";
import { isList, isRecord } from "../values/guards";
import { compareNumbers, isNumber } from "../values/number";

/** What stands in an expectation for something that is no value: `unknown` and `absent`. */
export class Mark {
  /** `unknown` and `absent` are the only two. */
  constructor(readonly word: "unknown" | "absent") {}
}

/** Stands in an expectation for a value that is not known before it is applied. */
export const unknown = new Mark("unknown");

/** Stands in an expectation for what is not there: no attribute, no resource in the state or in the plan. */
export const absent = new Mark("absent");

/**
 * What a value must be. Of a record the named parts are looked at, of a list all elements in their order. A regular
 * expression is searched in a text; a function says whether the value is right. `null` is also right for what is absent.
 */
export type Expected =
  | null
  | boolean
  | string
  | number
  | bigint
  | Decimal
  | RegExp
  | Mark
  | ((value: Value) => boolean)
  | readonly Expected[]
  | { readonly [name: string]: Expected };

type Place = readonly (string | number)[];

/** Every place where a value is not as expected, as a sentence; none where all is well. */
export function mismatches(expected: Expected, received: Value | undefined, path: Place = []): readonly string[] {
  if (Array.isArray(expected)) return listMismatches(expected as readonly Expected[], received, path);
  if (isNamed(expected)) {
    if (!isRecord(received)) return [sentence(expected, received, path)];
    return Object.entries(expected).flatMap(([name, part]) =>
      mismatches(part, Object.hasOwn(received, name) ? received[name] : undefined, [...path, name]),
    );
  }
  return fits(expected as Single, received) ? [] : [sentence(expected, received, path)];
}

type Single = Exclude<Expected, readonly Expected[] | Readonly<Record<string, Expected>>>;

function listMismatches(expected: readonly Expected[], received: Value | undefined, path: Place): readonly string[] {
  if (!isList(received) || received.length !== expected.length) return [sentence(expected, received, path)];
  return expected.flatMap((part, index) => mismatches(part, received[index], [...path, index]));
}

function fits(expected: Single, received: Value | undefined): boolean {
  if (expected === absent) return received === undefined;
  if (expected === unknown) return isUnknown(received);
  if (expected === null) return received === undefined || received === null;
  if (received === undefined) return false;
  if (typeof expected === "function") return expected(received);
  if (expected instanceof RegExp) return typeof received === "string" && received.search(expected) !== -1;
  if (isNumber(expected)) return isNumber(received) && compareNumbers(expected, received) === 0;
  return expected === received;
}

function isNamed(expected: Expected): expected is Readonly<Record<string, Expected>> {
  const isSpecial = expected instanceof RegExp || expected instanceof Decimal || expected instanceof Mark;
  return typeof expected === "object" && expected !== null && !Array.isArray(expected) && !isSpecial;
}

function sentence(expected: Expected, received: Value | undefined, path: Place): string {
  const place = path.length === 0 ? "" : `${formatPath(path)}: `;
  return `${place}expected ${shownExpected(expected)}, received ${shownValue(received)}`;
}

/** An expectation as it is written in a test. */
export function shownExpected(expected: Expected): string {
  if (Array.isArray(expected)) return `[${(expected as readonly Expected[]).map(shownExpected).join(", ")}]`;
  if (isNamed(expected)) {
    return `{ ${Object.entries(expected)
      .map(([name, part]) => `${name}: ${shownExpected(part)}`)
      .join(", ")} }`;
  }
  if (expected instanceof Mark) return expected.word;
  if (typeof expected === "function") return `what ${expected.name === "" ? "the check" : expected.name} accepts`;
  if (expected instanceof RegExp) return `text that matches ${String(expected)}`;
  return shownValue(expected as Value);
}

/** A value in a message. */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) return "absent";
  if (isUnknown(value)) return "unknown";
  if (isNumber(value)) return String(value);
  if (isList(value)) return `[${value.map(shownValue).join(", ")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${shownValue(part)}`)
    .join(", ")} }`;
}
