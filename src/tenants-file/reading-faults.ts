import { show, type Fault } from "../model/issue";
import { hasInvisible } from "../model/printable";
import { cut } from "../model/schema/messages";
import { LIMITS } from "./limits";

export function unknownAlias(name: string): Fault {
  return {
    code: "unknown-alias",
    message: "unknown alias",
    received: `*${cut(name)}`,
    expected: "the name of an anchor before it",
    hint: `put &${cut(name)} before the value`,
  };
}

export function endlessAlias(): Fault {
  return {
    code: "endless-alias",
    message: "alias inside of its own anchor",
    received: "a value that contains itself",
    expected: "a value that does not contain itself",
    hint: "write the value out",
  };
}

export function tagFault(tag: string): Fault {
  return {
    code: "unsupported-tag",
    message: "unsupported tag",
    received: show(cut(tag)),
    expected: "strings, numbers, booleans, lists and maps without a tag",
    hint: "remove the tag",
  };
}

export function tooMany(most: number, what: string): Fault {
  return {
    code: "limit-exceeded",
    message: `too many ${what}`,
    received: `more than ${most}`,
    expected: `at most ${most}`,
    hint: "leave some out, or split the file",
  };
}

export function longText(length: number): Fault {
  return {
    code: "limit-exceeded",
    message: "this string is too long",
    received: `${length} characters`,
    expected: `at most ${LIMITS.text} characters`,
    hint: "shorten it",
  };
}

/** A number that would be rounded is not the one that was written. */
export function inexactNumber(source: string): Fault {
  return {
    code: "inexact-number",
    message: "this number cannot be kept exactly",
    received: cut(source),
    expected: `numbers up to ${Number.MAX_SAFE_INTEGER}`,
    hint: "correct the number, or put it in quotes if you mean a string",
  };
}

/** The fault of a key, in whatever map. @param isTaken - whether the map has it already */
export function keyFault(key: string, isTaken: boolean): Fault | undefined {
  if (!isPlainKey(key)) return unprintableKey(key);
  if (key in Object.prototype || key === "prototype") return dangerousKey(key);
  return tokenFault(key) ?? (isTaken ? doubleKey(key) : undefined);
}

/** The longest valid key is a name of Kubernetes with its domain. */
const LONGEST_KEY = 320;

/** Keys are parts of paths, and a path must fit on a line. */
function isPlainKey(key: string): boolean {
  return key.length <= LONGEST_KEY && !hasInvisible(key);
}

/** A key as a path shows it. */
export function shownKey(key: string): string {
  return isPlainKey(key) ? key : show(cut(key));
}

function doubleKey(key: string): Fault {
  return {
    code: "duplicate-key",
    message: "duplicate key",
    received: show(cut(key)),
    expected: "each key once",
    hint: "remove one of them",
  };
}

function unprintableKey(key: string): Fault {
  return {
    code: "invalid-key",
    message: "invalid key",
    received: show(cut(key)),
    expected: "a short string on one line",
    hint: "correct the key, or close the quote before it",
  };
}

/** Names of what every object has: data under such a name could change how all objects work. */
function dangerousKey(key: string): Fault {
  return {
    code: "invalid-key",
    message: "this key is reserved by JavaScript",
    received: show(key),
    expected: "any other key",
    hint: "rename or remove it",
  };
}

/** Tokens of cdktf: in strings, lists, maps, and as a number that is printed. */
const TOKEN = /[$#&]\{TfToken\[|-1\.8881[0-9]+e\+?289/i;

/** A file has no use for tokens, and cdktf would replace one by another value of the app. */
export function tokenFault(text: string): Fault | undefined {
  if (!TOKEN.test(text)) return undefined;
  return {
    code: "cdktf-token",
    message: "this string contains a CDKTF token",
    received: show(cut(text)),
    expected: "a string without tokens",
    hint: "remove the token",
  };
}
