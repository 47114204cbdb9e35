/** What is counted in ranges: ports by `number`, addresses by `bigint`, since IPv6 does not fit a `number`. */
export type Countable = number | bigint;

/** One run of numbers: `start` belongs to it, `end` does not. */
export interface Range<T extends Countable> {
  /** The first number. */
  readonly start: T;
  /** The first number behind it. */
  readonly end: T;
}

/** Ranges in rising order that neither overlap nor touch, so that equal sets are equal lists. */
export type RangeSet<T extends Countable> = readonly Range<T>[];

/** Brings ranges in any order, overlapping or not, into one set. */
export function rangeSet<T extends Countable>(ranges: readonly Range<T>[]): RangeSet<T> {
  const merged: Range<T>[] = [];
  for (const range of ranges.filter(({ start, end }) => start < end).sort(byStart)) {
    const last = merged.at(-1);
    if (last === undefined || last.end < range.start) merged.push(range);
    else if (last.end < range.end) merged[merged.length - 1] = { start: last.start, end: range.end };
  }
  return merged;
}

function byStart<T extends Countable>(left: Range<T>, right: Range<T>): number {
  return left.start < right.start ? -1 : left.start > right.start ? 1 : 0;
}

/** What is in one set or the other. */
export function union<T extends Countable>(left: RangeSet<T>, right: RangeSet<T>): RangeSet<T> {
  if (left === right || right.length === 0) return left;
  return left.length === 0 ? right : rangeSet([...left, ...right]);
}

/** What is in both sets. */
export function intersection<T extends Countable>(left: RangeSet<T>, right: RangeSet<T>): RangeSet<T> {
  if (left === right || left.length === 0) return left;
  const common: Range<T>[] = [];
  let at = 0;
  for (const { start, end } of left) {
    // Both lists rise: what ends before this range starts is of no use to the next ones either.
    for (let other = right[at]; other !== undefined && other.start < end; other = right[++at]) {
      const from = other.start > start ? other.start : start;
      const to = other.end < end ? other.end : end;
      if (from < to) common.push({ start: from, end: to });
      if (other.end > end) break;
    }
  }
  return common;
}

/** What is in the first set and not in the second. */
export function difference<T extends Countable>(left: RangeSet<T>, right: RangeSet<T>): RangeSet<T> {
  const rest: Range<T>[] = [];
  let at = 0;
  for (const { start, end } of left) {
    let from = start;
    for (let hole = right[at]; hole !== undefined && hole.start < end; hole = right[++at]) {
      if (from < hole.start) rest.push({ start: from, end: hole.start });
      if (hole.end > from) from = hole.end;
      if (hole.end > end) break;
    }
    if (from < end) rest.push({ start: from, end });
  }
  return rest;
}

/** Whether a number is in the set. */
export function contains<T extends Countable>(set: RangeSet<T>, value: T): boolean {
  return set.some(({ start, end }) => start <= value && value < end);
}

/** Whether the first set holds all of the second. */
export function covers<T extends Countable>(outer: RangeSet<T>, inner: RangeSet<T>): boolean {
  return (
    outer === inner || inner.every(({ start, end }) => outer.some((range) => range.start <= start && end <= range.end))
  );
}

/** Whether both sets hold the same. */
export function equal<T extends Countable>(left: RangeSet<T>, right: RangeSet<T>): boolean {
  return covers(left, right) && covers(right, left);
}
