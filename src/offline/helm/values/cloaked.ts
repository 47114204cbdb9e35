import { own, put, isTree, type Tree } from "./set-expression";
import { valuesOf, type Setting } from "./merged";

const CLOAK = "(sensitive value)";

/** The values of a release in which all that was set as sensitive is hidden, also inside of lists. */
export function cloaked(values: Tree, sensitive: readonly Setting[]): Tree {
  return cloak(structuredClone(values), valuesOf(sensitive)) as Tree;
}

function cloak(value: unknown, secret: unknown): unknown {
  if (isTree(secret) && isTree(value)) {
    for (const [key, inner] of Object.entries(secret)) put(value, key, cloak(own(value, key), inner));
    return value;
  }
  if (Array.isArray(secret) && Array.isArray(value)) {
    return value.map((item: unknown, at) => (at in secret ? cloak(item, secret[at]) : item));
  }
  // An index leaves the entries before it null.
  return secret === null ? value : CLOAK;
}

/** JSON as the real provider stores it: keys in order, signs of HTML escaped. */
export function storedJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replaceAll(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isTree(value)) return value;
  const result: Tree = {};
  for (const key of Object.keys(value).sort()) put(result, key, sorted(value[key]));
  return result;
}
