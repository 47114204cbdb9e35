import { isRecord, listIn, objectIn } from "../model/json";

/** A step into a spec: a field, or the entry of a list that has this name. */
export type Step = string | { readonly named: string };

/** A field whose value differs. */
export interface DeclaredMove {
  readonly steps: readonly Step[];
  /** @default - it was not given */
  readonly before?: unknown;
  /** @default - it is given no more */
  readonly after?: unknown;
}

/** The fields in which two specs differ. Entries of lists are told apart by their `name`, those without one as a whole list. */
export function declaredMoves(before: unknown, after: unknown, steps: readonly Step[] = []): readonly DeclaredMove[] {
  if (areSame(before, after)) return [];
  if (areBranches(before, after)) {
    const [former, next] = [objectIn(before), objectIn(after)];
    const keys = [...new Set([...Object.keys(former), ...Object.keys(next)])].sort();
    return keys.flatMap((key) => declaredMoves(former[key], next[key], [...steps, key]));
  }
  const [former, next] = [byName(before), byName(after)];
  if (former !== undefined && next !== undefined && listIn(before).length > 0 && listIn(after).length > 0) {
    const names = [...new Set([...former.keys(), ...next.keys()])];
    const moves = names.flatMap((named) => declaredMoves(former.get(named), next.get(named), [...steps, { named }]));
    // Nothing differs but the order of the entries.
    if (moves.length > 0) return moves;
  }
  return [{ steps, before, after }];
}

/** Two records; or one, where the other side has nothing: an entry with a name is told as a whole. */
function areBranches(before: unknown, after: unknown): boolean {
  const sides = [before, after].filter((side) => side !== undefined);
  const areRecords = sides.every(isRecord);
  const isWhole = sides.length === 1 && (Object.keys(objectIn(sides[0])).length === 0 || "name" in objectIn(sides[0]));
  return areRecords && !isWhole;
}

function byName(value: unknown): ReadonlyMap<string, unknown> | undefined {
  const entries = listIn(value).map((entry) => [objectIn(entry).name, entry] as const);
  if (!entries.every((entry): entry is readonly [string, unknown] => typeof entry[0] === "string")) return undefined;
  const found = new Map(entries);
  return found.size === entries.length ? found : undefined;
}

function areSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The same spec with one field as it is after a move. */
export function withMove(spec: unknown, { steps, after }: DeclaredMove): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return after;
  const move = { steps: rest, after };
  if (typeof step !== "string") {
    const list = listIn(spec);
    const isThere = list.some((entry) => objectIn(entry).name === step.named);
    const changed = isThere
      ? list.map((entry) => (objectIn(entry).name === step.named ? withMove(entry, move) : entry))
      : [...list, withMove(undefined, move)];
    return changed.filter((entry) => entry !== undefined);
  }
  const { [step]: former, ...others } = objectIn(spec);
  const value = withMove(former, move);
  return value === undefined ? others : { ...others, [step]: value };
}

/** A path as people write it: `monitoring.receivers[on-call].to`. */
export function pathOf(steps: readonly Step[]): string {
  return steps
    .map((step, index) => (typeof step === "string" ? `${index === 0 ? "" : "."}${step}` : `[${step.named}]`))
    .join("");
}

/** What of a list goes and what comes, or the value itself. */
export function textsOf({ before, after }: DeclaredMove): { readonly before?: string; readonly after?: string } {
  const [former, next] = [before, after].map((side) => (Array.isArray(side) ? side.map(textOf) : undefined));
  if (former === undefined || next === undefined) return sides(optional(before), optional(after));
  const [gone, come] = [former.filter((one) => !next.includes(one)), next.filter((one) => !former.includes(one))];
  const isOrder = gone.length === 0 && come.length === 0;
  return sides(joined(isOrder ? former : gone), joined(isOrder ? next : come));
}

function sides(before: string | undefined, after: string | undefined) {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.join(", ");
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : textOf(value);
}

/** Whoever is named in a URL before its host may be there with a password. */
function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/\/\/[^/@\s"]*@/g, "//…@");
}
