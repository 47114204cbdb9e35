import type { Fault } from "../model/tenant/rules/rule";
import { show } from "../model/tenant/rules/rule";
import { cut } from "../model/schema/messages";
import { LIMITS } from "./limits";

export function unknownAlias(name: string): Fault {
  return {
    message: "this alias stands for nothing",
    given: `*${cut(name)}`,
    allowed: "the name of an anchor that stands before it",
    mend: `put &${cut(name)} before the value that is meant`,
  };
}

export function endlessAlias(): Fault {
  return {
    message: "this alias stands inside of what it stands for",
    given: "a value without an end",
    allowed: "values that end",
    mend: "write the value out",
  };
}

export function tagFault(tag: string): Fault {
  return {
    message: "tags are not read",
    given: show(cut(tag)),
    allowed: "plain texts, numbers, truth values, lists and maps",
    mend: "take the tag off",
  };
}

export function tooMany(most: number, what: string): Fault {
  return {
    message: `there are too many ${what}`,
    given: `more than ${most}`,
    allowed: `at most ${most}`,
    mend: "leave some out, or split the file",
  };
}

export function longText(length: number): Fault {
  return {
    message: "this text is too long",
    given: `${length} characters`,
    allowed: `at most ${LIMITS.text} characters`,
    mend: "shorten it",
  };
}

/** Numbers that a computer would round are not what was written. */
export function inexactNumber(source: string): Fault {
  return {
    message: "this number cannot be kept exactly",
    given: cut(source),
    allowed: `numbers up to ${Number.MAX_SAFE_INTEGER}`,
    mend: "correct the number",
  };
}

export function otherThan(only: number, given: number): Fault {
  return {
    message: "this version of the form is not known",
    given: show(given),
    allowed: show(only),
    mend: `write ${only}, or install the release of cdktf-hikube that knows it`,
  };
}

export function doubleKey(key: string, line: number): Fault {
  return {
    message: `this key is there already, on line ${line}`,
    given: show(cut(key)),
    allowed: "each key once",
    mend: "remove one of the two",
  };
}

export function unprintableKey(key: string): Fault {
  return {
    message: "this is no name of a field",
    given: show(cut(key)),
    allowed: "a short text on one line",
    mend: "correct the key, or close the quote before it",
  };
}

/** Names of what every object has: data under such a name could change how all objects work. */
export function dangerousKey(key: string): Fault {
  return {
    message: "this name belongs to the language that reads the file",
    given: show(key),
    allowed: "any other key",
    mend: "rename or remove it",
  };
}

/** How cdktf marks what it will fill in later: in texts, lists, maps, and as a number that is printed. */
const TOKEN = /[$#&]\{TfToken\[|-1\.8881[0-9]+e\+?289/i;

/** In a file nothing can be meant so, and cdktf would put another value of the app in its place. */
export function tokenFault(text: string): Fault | undefined {
  if (!TOKEN.test(text)) return undefined;
  return {
    message: "this text is how cdktf marks values of its own",
    given: show(cut(text)),
    allowed: "any text that holds no such mark",
    mend: "remove the mark",
  };
}
