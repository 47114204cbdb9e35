import type { Block } from "./schema";
import { UnknownValue, type Value, type ValueRecord } from "./value";
import { findingsOf, type Finding, type Verdict } from "./validators";
import { cached } from "./values/cached";
import { isList, isNull, isRecord } from "./values/guards";
import { isWhollyKnown } from "./values/leaves";

/** A rule about several attributes or blocks of one object, for `rules` of a schema or a block. */
export interface Rule {
  /** Whom it is about: names, with dots into what is single, e.g. `spec.port`. They must be in the schema. */
  readonly names: readonly string[];
  /** What is wrong; an empty list where nothing is. */
  judge(parts: readonly Part[], client: ClientFacts): readonly Finding[];
}

/** What whoever asks can do. */
export interface ClientFacts {
  /** Whether it keeps write-only values out of the state: Terraform and OpenTofu from 1.11 on. */
  readonly writeOnly: boolean;
}

/** One of the attributes or blocks that a rule is about. */
export interface Part {
  /** As the rule names it. */
  readonly name: string;
  /** Null where it is not set. */
  readonly value: Value;
  /** Whether it is set; unknown as long as that may turn out either way. */
  readonly isSet: boolean | "unknown";
}

/** Exactly one of them is set. */
export function exactlyOneOf(...names: readonly string[]): Rule {
  return { names, judge: (parts) => [...noneOf(parts), ...tooMany(parts, "exactly")] };
}

/** One of them or more are set. */
export function atLeastOneOf(...names: readonly string[]): Rule {
  return { names, judge: noneOf };
}

/** At most one of them is set. */
export function conflicts(...names: readonly string[]): Rule {
  return { names, judge: (parts) => tooMany(parts, "at most") };
}

/** All of them are set, or none. */
export function together(...names: readonly string[]): Rule {
  return {
    names,
    judge: (parts) => {
      const set = parts.filter(({ isSet }) => isSet === true);
      const missing = parts.filter(({ isSet }) => isSet === false);
      if (set.length === 0) return [];
      return missing.map(({ name }) => error(`${listOf(names)} must be set together, but ${name} is not set.`, set[0]));
    },
  };
}

/** Where the first one is set, the others are set too. */
export function requires(name: string, ...others: readonly string[]): Rule {
  return {
    names: [name, ...others],
    judge: ([first, ...rest]) =>
      first?.isSet !== true
        ? []
        : rest
            .filter(({ isSet }) => isSet === false)
            .map((missing) => error(`Where ${name} is set, ${missing.name} must be set too.`, first)),
  };
}

/** Warns whoever writes the first one, and could write the second, which is write-only. */
export function preferWriteOnly(name: string, writeOnly: string): Rule {
  return {
    names: [name, writeOnly],
    judge: ([first], client) =>
      client.writeOnly && first?.isSet === true
        ? [
            {
              ...error(`${name} is stored in the state. Write ${writeOnly} in its place, which is not.`, first),
              severity: "warning",
            },
          ]
        : [],
  };
}

/**
 * A check of several values, called where all of them are known and set. `true` or nothing is well; a text is an error.
 *
 * @example when("min", "max", (min: number, max: number) => min <= max || "min must not be above max.")
 */
export function when(...args: readonly [...names: string[], check: (...values: never[]) => Verdict | boolean]): Rule {
  const names = args.filter((arg) => typeof arg === "string");
  const check = args[args.length - 1] as (...values: readonly Value[]) => Verdict | boolean;
  return {
    names,
    judge: (parts) => {
      if (!parts.every(({ value, isSet }) => isSet === true && isWhollyKnown(value))) return [];
      const verdict = check(...parts.map(({ value }) => value));
      if (verdict === false) return [error(`${listOf(names)} do not fit together.`, parts[0])];
      const findings = findingsOf(verdict === true ? undefined : verdict);
      return findings.map((finding) => ({ path: pathOf(parts[0]), ...finding }));
    },
  };
}

/** The rules of an object: its own, and those of its attributes. */
export const rulesOf = cached(({ rules = [], attributes = {} }: Block): readonly Rule[] => [
  ...rules,
  ...Object.values(attributes).flatMap((attribute) => attribute.rules ?? []),
]);

/** What a rule finds in an object. */
export function judgeRule(
  rule: Rule,
  object: ValueRecord,
  client: ClientFacts = { writeOnly: false },
): readonly Finding[] {
  return findingsOf(
    rule.judge(
      rule.names.map((name) => partAt(object, name)),
      client,
    ),
  );
}

function partAt(object: ValueRecord, name: string): Part {
  const value = name.split(".").reduce<Value>(into, object);
  return { name, value, isSet: isSet(value) };
}

/** What is inside of an object, or of the one block that there is. */
function into(value: Value, name: string): Value {
  const object = isList(value) && value.length === 1 ? (value[0] ?? null) : value;
  if (object instanceof UnknownValue) return new UnknownValue();
  return isRecord(object) ? (object[name] ?? null) : null;
}

function isSet(value: Value): boolean | "unknown" {
  if (value instanceof UnknownValue) return value.refinement?.notNull === true ? true : "unknown";
  return !isNull(value) && !(isList(value) && value.length === 0);
}

function noneOf(parts: readonly Part[]): readonly Finding[] {
  if (parts.some(({ isSet }) => isSet !== false)) return [];
  return [error(`One of ${listOf(parts.map(({ name }) => name))} must be set.`)];
}

function tooMany(parts: readonly Part[], amount: string): readonly Finding[] {
  const set = parts.filter(({ isSet }) => isSet === true);
  if (set.length < 2) return [];
  const [all, found] = [parts, set].map((list) => listOf(list.map(({ name }) => name)));
  return [error(`Of ${all ?? ""} ${amount} one may be set, but ${found ?? ""} are.`, set[1])];
}

function error(text: string, part?: Part): Finding {
  return { severity: "error", text, path: pathOf(part) };
}

function pathOf(part: Part | undefined): readonly string[] {
  return part === undefined ? [] : part.name.split(".");
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1] ?? ""}`;
}
