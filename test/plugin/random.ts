/** A number from 0 up to the given one, without it. */
export type Random = (below: number) => number;

/** A small generator of random numbers that gives the same ones for the same seed. */
export function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function oneOf<T>(random: Random, items: readonly T[]): T {
  return items[random(items.length)] as T; // never empty here
}
