import type { StringMap } from "../../model/kubernetes/kube-object";
import { PENDING_FOR_MS, type PendingShares } from "./ledger";

/** Tells of shares whose tenants have not recorded them yet: since when, until when, and what ends it. */
export function keptWords(open: PendingShares, keys: readonly string[]): readonly string[] {
  return Object.entries(open)
    .filter(([, { capacity }]) => keys.some((key) => capacity[key] !== undefined))
    .map(([child, { at, capacity }]) => `${told(child, at, amountsIn(capacity, keys))} [share-kept]`);
}

function told(child: string, at: number, amounts: string): string {
  return `${amounts} is kept for ${child} since ${timeOf(at)}: an apply made room for that, and has not recorded it on the namespace ${child} yet. It is kept until that apply ends, and where it was killed until ${timeOf(at + PENDING_FOR_MS)}, or until ${child} is applied again or destroyed.`;
}

function amountsIn(capacity: StringMap, keys: readonly string[]): string {
  return keys.flatMap((key) => (capacity[key] === undefined ? [] : [`${key} ${capacity[key]}`])).join(", ");
}

/** E.g. `2026-01-01T12:00:00Z`; anybody may have written the number. */
function timeOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "a time that cannot be read" : `${date.toISOString().slice(0, 19)}Z`;
}
