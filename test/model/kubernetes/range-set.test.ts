import { covers, difference, equal, intersection, rangeSet, union } from "../../../src/model/kubernetes/range-set";
import type { RangeSet } from "../../../src/model/kubernetes/range-set";

const SIZE = 10;
const members = (set: RangeSet<number>) =>
  Array.from({ length: SIZE }, (_, value) => value).filter((value) =>
    set.some(({ start, end }) => start <= value && value < end),
  );
/** All sets of numbers below four spread over the line, as ranges in a jumbled order. */
const SETS = Array.from({ length: 64 }, (_, bits) =>
  rangeSet(
    [5, 0, 3, 1, 4, 2]
      .filter((bit) => (bits >> bit) & 1)
      .map((bit) => ({ start: bit + (bit > 3 ? 2 : 0), end: bit + (bit > 3 ? 4 : 1) })),
  ),
);

test("sets behave like sets, for every pair of small ones", () => {
  for (const left of SETS) {
    for (const right of SETS) {
      const [one, other] = [members(left), members(right)];
      expect(members(union(left, right))).toEqual([...new Set([...one, ...other])].sort((a, b) => a - b));
      expect(members(intersection(left, right))).toEqual(one.filter((value) => other.includes(value)));
      expect(members(difference(left, right))).toEqual(one.filter((value) => !other.includes(value)));
      expect(covers(left, right)).toBe(other.every((value) => one.includes(value)));
      expect(equal(left, right)).toBe(one.join() === other.join());
    }
  }
});

test("ranges that touch or overlap become one, empty ones vanish", () => {
  const ranges = [
    { start: 4, end: 6 },
    { start: 1, end: 3 },
    { start: 3, end: 4 },
    { start: 9, end: 9 },
    { start: 2, end: 5 },
  ];
  expect(rangeSet(ranges)).toEqual([{ start: 1, end: 6 }]);
});
