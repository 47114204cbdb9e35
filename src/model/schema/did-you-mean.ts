/** Keys that differ by more than this are other words. */
const FARTHEST = 3;
/** Comparing longer keys would be work for nothing: no field's name is that long. */
const LONGEST = 40;

/** A shorter beginning is a slip as well as a word cut short. */
const SHORTEST_START = 3;

/** The known key that the given one is a slip of, or the start of, if any. */
export function closestKey(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined;
  const plain = given.toLowerCase().replaceAll(/[-_\s]/g, "");
  const ranked = known
    .map((key) => ({ key, distance: editDistance(plain, key.toLowerCase()) }))
    .filter(({ key, distance }) => distance <= Math.min(FARTHEST, Math.floor(key.length / 2)));
  return ranked.sort((left, right) => left.distance - right.distance)[0]?.key ?? keyOfStart(plain, known);
}

function keyOfStart(start: string, known: readonly string[]): string | undefined {
  const fitting = known.filter((key) => key.toLowerCase().startsWith(start));
  return start.length >= SHORTEST_START && fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * The hint of a wrong choice: the one that it is a slip of, also in letter case.
 * @param otherwise - the hint where it is none
 */
export function choiceHint(given: unknown, choices: readonly string[], otherwise: string): string {
  const meant = typeof given === "string" ? closestKey(given, choices) : undefined;
  return meant === undefined ? otherwise : `did you mean "${meant}"?`;
}

/** How many letters must be added, dropped or changed (Levenshtein). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index++) {
    const next = [index + 1];
    for (let at = 1; at <= right.length; at++) {
      const changed = (row[at - 1] ?? 0) + (left[index] === right[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
