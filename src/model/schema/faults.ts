import { oneOf, show, type Fault } from "../issue";
import { closestKey } from "./did-you-mean";
import { isDeferred } from "./invalid";
import { cut, expectedOf, typeOf } from "./messages";
import { fieldOf, type ObjectSchema, type Schema } from "./schema";

/**
 * The fault of a field that is not there.
 * @param known - the fields that there are
 * @param hint - where somebody knows better than to name the field that may be meant
 */
export function unknownField(key: string, known: readonly string[], hint?: string): Fault {
  const meant = closestKey(key, known);
  const guess = meant === undefined ? "remove it, or move it to where it belongs" : `did you mean "${meant}"?`;
  return {
    code: "unknown-field",
    message: "unknown field",
    received: show(cut(key)),
    expected: oneOf(known),
    hint: hint ?? guess,
  };
}

/** Of an object of a class, or one that was made from another. */
export function inheritedField(key: string): Fault {
  return {
    code: "inherited-field",
    message: "a field that an object inherits is not read",
    received: show(cut(key)),
    expected: "a field of the object itself",
    hint: "write it into a plain object, in braces",
  };
}

export function missingField(key: string, schema: ObjectSchema): Fault {
  const field = fieldOf(schema, key);
  return {
    code: "missing-field",
    message: "missing field",
    received: "nothing",
    expected: field === undefined ? "a value" : expectedOf(field),
    hint: `add \`${key}:\``,
  };
}

/** Of fields that exclude each other none is given, or more than one. @param given - the keys that are given */
export function unclearChoice({ exactlyOne: choices = [] }: ObjectSchema, given: readonly string[]): Fault | undefined {
  const chosen = choices.filter((key) => given.includes(key));
  if (choices.length === 0 || chosen.length === 1) return undefined;
  const none = chosen.length === 0;
  return {
    code: "exactly-one-field",
    message: none ? "one of these fields is required" : "these fields exclude each other",
    received: none ? "neither" : chosen.map((key) => show(key)).join(" and "),
    expected: oneOf(choices),
    hint: none ? "add one of them" : "remove one of them, or write two entries",
  };
}

export function wrongType(given: unknown, schema: Schema): Fault {
  if (isTokenAnyhow(given)) return notKnown(`a value that is written down: ${expectedOf(schema)}`);
  return {
    code: "wrong-type",
    message: `expected ${typeOf(schema)}, got ${kindOf(given)}`,
    received: ["string", "number", "boolean"].includes(typeof given) ? cut(show(given)) : kindOf(given),
    expected: expectedOf(schema),
    hint: hintFor(given, schema),
  };
}

/** How cdktf writes a list or a map that is only known at apply: as one string in a list, as one key of a map. */
const WHOLE_TOKEN = /[#&]\{TfToken\[/;

/** How cdktf writes whatever is only known at apply, as a string and as the numbers of a list. */
const ANY_TOKEN = /[$#&]\{TfToken\[|^-1\.8881[0-9]+e\+289$/;

/** A token in a place that takes no single string or number. */
function isTokenAnyhow(given: unknown): boolean {
  if (isDeferred(given)) return true;
  return (typeof given === "string" || typeof given === "number") && ANY_TOKEN.test(String(given));
}

/** Whether a value that is only known at apply is anywhere in plain data, keys of maps among it. */
export function holdsDeferred(value: unknown): boolean {
  if (isTokenAnyhow(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => isTokenAnyhow(key) || holdsDeferred(item));
}

function notKnown(expected: string): Fault {
  return {
    code: "must-be-known-at-synth",
    message: "the value must be known at synth",
    received: "a value that is only known at apply",
    expected,
    hint: "write it down; single strings and numbers in it may be variables",
  };
}

/**
 * A list or map of which not even the length is known. Single strings and numbers may be known at apply only; policies and
 * annotations are made of each entry.
 */
export function wholeTokenFault(text: string): Fault | undefined {
  if (!WHOLE_TOKEN.test(text)) return undefined;
  return {
    code: "must-be-known-at-synth",
    message: "a list or map must be known at synth",
    received: "a list or map that is only known at apply",
    expected: "entries that are written down; each may be a token of a single string or number",
    hint: "write the entries down, or pass each one as a variable of its own",
  };
}

/** A format version that this release does not support. */
export function otherVersion(only: number, given: unknown): Fault {
  return {
    code: "unsupported-version",
    message: "unsupported format version",
    received: show(given),
    expected: show(only),
    hint: `write ${only}, or install the release of cdktf-hikube that supports it`,
  };
}

const KINDS: Readonly<Partial<Record<string, string>>> = {
  ...{ string: "a string", number: "a number", boolean: "a boolean", object: "a map" },
};

export function kindOf(given: unknown): string {
  if (given === null || given === undefined) return "nothing";
  if (Array.isArray(given)) return "a list";
  return KINDS[typeof given] ?? `a ${typeof given}`;
}

/** What YAML 1.1 read as true and false, and people still write. */
const TRUTH: ReadonlyMap<unknown, boolean> = new Map([
  ...["yes", "on", "true"].map((word) => [word, true] as const),
  ...["no", "off", "false"].map((word) => [word, false] as const),
]);

function hintFor(given: unknown, schema: Schema): string {
  if (given === undefined) return "give an entry, or take its comma out";
  if (given === null) return "give a value, or leave the field out";
  const types = (schema.type === "oneOf" ? schema.of : [schema]).map(({ type }) => type);
  if (types.includes("list")) return "write a list: in YAML one entry per line, each after a dash";
  const truth = typeof given === "string" ? TRUTH.get(given.toLowerCase()) : undefined;
  if (types.includes("boolean") && truth !== undefined) return truthHint(given, truth);
  if (types.includes("string") && ["number", "boolean"].includes(typeof given)) return quotesHint(schema);
  if (types.includes("number") && typeof given === "string" && /^[0-9]+$/.test(given)) return "remove the quotes";
  return "write a value of the expected type, or leave the field out";
}

/** Quotes make no word of a choice of a number. */
function quotesHint(schema: Schema): string {
  const texts = (schema.type === "oneOf" ? schema.of : [schema]).filter((one) => one.type === "string");
  return texts.every(({ hint }) => hint?.choices !== undefined) ? "choose one of these words" : "put it in quotes";
}

/** "true" was in quotes, or it would be none; "yes" may have been in quotes or not. */
function truthHint(given: unknown, truth: boolean): string {
  const isWord = String(given).toLowerCase() === String(truth);
  return isWord ? `remove the quotes: ${show(truth)}` : `write ${show(truth)}; ${show(given)} is a text, in quotes or not`;
}
