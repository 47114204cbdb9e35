import { show, type Fault } from "../model/issue";
import { hasInvisible } from "../model/printable";
import { cut } from "../model/schema/messages";
import { LIMITS } from "./limits";

export function unknownAlias(name: string): Fault {
  return {
    message: "this alias stands for nothing",
    received: `*${cut(name)}`,
    expected: "the name of an anchor that stands before it",
    hint: `put &${cut(name)} before the value that is meant`,
  };
}

export function endlessAlias(): Fault {
  return {
    message: "this alias stands inside of what it stands for",
    received: "a value without an end",
    expected: "values that end",
    hint: "write the value out",
  };
}

export function tagFault(tag: string): Fault {
  return {
    message: "tags are not read",
    received: show(cut(tag)),
    expected: "plain texts, numbers, truth values, lists and maps",
    hint: "take the tag off",
  };
}

export function tooMany(most: number, what: string): Fault {
  return {
    message: `there are too many ${what}`,
    received: `more than ${most}`,
    expected: `at most ${most}`,
    hint: "leave some out, or split the file",
  };
}

export function longText(length: number): Fault {
  return {
    message: "this text is too long",
    received: `${length} characters`,
    expected: `at most ${LIMITS.text} characters`,
    hint: "shorten it",
  };
}

/** Numbers that a computer would round are not what was written. */
export function inexactNumber(source: string): Fault {
  return {
    message: "this number cannot be kept exactly",
    received: cut(source),
    expected: `numbers up to ${Number.MAX_SAFE_INTEGER}`,
    hint: "correct the number, or put it in quotes where a string is meant",
  };
}

/** What is wrong with a key, wherever it stands. @param isTaken - whether the map has it already */
export function keyFault(key: string, isTaken: boolean): Fault | undefined {
  if (!isPlainKey(key)) return unprintableKey(key);
  if (key in Object.prototype || key === "prototype") return dangerousKey(key);
  return tokenFault(key) ?? (isTaken ? doubleKey(key) : undefined);
}

/** The longest that means anything is a name of Kubernetes with its domain. */
const LONGEST_KEY = 320;

/** Keys stand in paths, and a path must fit on a line. */
function isPlainKey(key: string): boolean {
  return key.length <= LONGEST_KEY && !hasInvisible(key);
}

/** A key as it stands in a path. */
export function shownKey(key: string): string {
  return isPlainKey(key) ? key : show(cut(key));
}

function doubleKey(key: string): Fault {
  return {
    message: "duplicate key",
    received: show(cut(key)),
    expected: "each key once",
    hint: "remove one of the two",
  };
}

function unprintableKey(key: string): Fault {
  return {
    message: "this is no name of a field",
    received: show(cut(key)),
    expected: "a short text on one line",
    hint: "correct the key, or close the quote before it",
  };
}

/** Names of what every object has: data under such a name could change how all objects work. */
function dangerousKey(key: string): Fault {
  return {
    message: "this name belongs to the language that reads the file",
    received: show(key),
    expected: "any other key",
    hint: "rename or remove it",
  };
}

/** How cdktf marks what it will fill in later: in texts, lists, maps, and as a number that is printed. */
const TOKEN = /[$#&]\{TfToken\[|-1\.8881[0-9]+e\+?289/i;

/** In a file nothing can be meant so, and cdktf would put another value of the app in its place. */
export function tokenFault(text: string): Fault | undefined {
  if (!TOKEN.test(text)) return undefined;
  return {
    message: "this text is how cdktf marks values of its own",
    received: show(cut(text)),
    expected: "any text that holds no such mark",
    hint: "remove the mark",
  };
}
