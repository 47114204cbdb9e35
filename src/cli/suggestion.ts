import { closestKey } from "../model/schema/did-you-mean";

/** Below this a prefix fits too many words. */
const SHORTEST_PREFIX = 2;

/** The known word that the given one is a slip or the beginning of, if any. Dashes do not count. */
export function suggestion(given: string, known: readonly string[]): string | undefined {
  const plain = new Map(known.map((word) => [withoutDashes(word), word]));
  const wanted = withoutDashes(given);
  const begun = [...plain.keys()].filter((word) => wanted.length >= SHORTEST_PREFIX && word.startsWith(wanted));
  const found = begun.length === 1 ? begun[0] : closestKey(wanted, [...plain.keys()]);
  return found === undefined ? undefined : plain.get(found);
}

function withoutDashes(word: string): string {
  return word.replaceAll("-", "").toLowerCase();
}
