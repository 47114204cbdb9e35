import { oneOf, show, type Fault } from "../tenant/rules/rule";
import { closestKey } from "./did-you-mean";
import { shapeOf, type RecordShape } from "./schema";
import { allowedFor, cut } from "./messages";

/** The field that an unknown key is a slip of, if any. */
export function meantField(key: string, { fields }: RecordShape): string | undefined {
  return Object.hasOwn(fields, key) ? undefined : closestKey(key, Object.keys(fields));
}

export function unknownKey(key: string, shape: RecordShape): Fault {
  const { fields } = shape;
  const meant = meantField(key, shape);
  const mergeKey = key === "<<" ? "merge keys are not read: alias each value by itself" : undefined;
  return {
    message: "there is no such field here",
    given: show(cut(key)),
    allowed: oneOf(Object.keys(fields)),
    mend: mergeKey ?? (meant === undefined ? "remove it, or move it to where it belongs" : `did you mean "${meant}"?`),
  };
}

/** What a record lacks, or has too much of. */
export interface Gaps {
  readonly missing: readonly string[];
  readonly unclear?: Fault;
  /** The fields without which the record says nothing. */
  readonly needed: readonly string[];
}

/** @param given - the keys that stand there, and those that misspelled ones were meant for */
export function gapsOf({ required, exactlyOne: choices = [] }: RecordShape, given: ReadonlySet<string>): Gaps {
  const chosen = choices.filter((key) => given.has(key));
  const isUnclear = choices.length > 0 && chosen.length !== 1;
  return {
    missing: required.filter((key) => !given.has(key)),
    ...(isUnclear ? { unclear: unclearChoice(chosen, choices) } : {}),
    needed: [...required, ...chosen],
  };
}

export function missingKey(key: string, { fields }: RecordShape): Fault {
  const field = fields[key];
  return {
    message: "this field is needed",
    given: "nothing",
    allowed: field === undefined ? "a value" : allowedFor(shapeOf(field)),
    mend: `add \`${key}:\``,
  };
}

function unclearChoice(given: readonly string[], choices: readonly string[]): Fault {
  return {
    message: given.length === 0 ? "one of two fields is needed" : "only one of two fields can be meant",
    given: given.length === 0 ? "neither" : given.map((key) => show(key)).join(" and "),
    allowed: oneOf(choices),
    mend: given.length === 0 ? "add one of them" : "remove one of them, or make two entries",
  };
}
