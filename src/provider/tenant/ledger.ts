import { isRecord, objectIn, textMapIn, textIn } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { compareQuantities, parseQuantity, quantityOf } from "../../model/kubernetes/quantity";
import { restOf } from "../../model/tenant/objects/carve-out";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";

/** What a tenant's subtree may take, and what of it is set aside; on its quota. */
export interface Declared {
  readonly capacity: StringMap;
  readonly reserved: StringMap;
}

/** What a child takes, on its namespace; `id` is that of the write to its parent that made room for it. */
export interface Share {
  readonly id: string;
  readonly capacity: StringMap;
}

/** A share for which room was made, and whose child may not have recorded it yet; on the quota of the parent. */
export interface PendingShare extends Share {
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

export type PendingShares = Readonly<Record<string, PendingShare>>;

/**
 * How long a share without its child is kept. Whoever made room writes the child's record next; after this time it was killed
 * in between, and the room is the parent's again. This is fairness alone, by the clocks of whoever writes: what is granted never
 * hangs on it, since a share is confirmed by a swap of the book after it was recorded, and before a quota grows.
 */
export const PENDING_FOR_MS = 10 * 60_000;

/** The shares of a parent's children, by namespace: what is recorded and what is pending, of each amount the larger one. */
export function sharesOf(recorded: ReadonlyMap<string, Share>, pending: PendingShares, now: number) {
  const open = openShares(recorded, pending, now);
  const names = new Set([...recorded.keys(), ...Object.keys(open)]);
  return new Map(
    [...names].map((name) => [name, larger(recorded.get(name)?.capacity ?? {}, open[name]?.capacity ?? {})]),
  );
}

/** Pending shares that still count: neither recorded by their child nor too old. */
export function openShares(recorded: ReadonlyMap<string, Share>, pending: PendingShares, now: number): PendingShares {
  const fresh = Object.entries(freshShares(pending, now));
  return Object.fromEntries(fresh.filter(([name, { id }]) => recorded.get(name)?.id !== id));
}

/** Pending shares whose makers may go on. */
export function freshShares(pending: PendingShares, now: number): PendingShares {
  // One from the far future was written by a clock that is wrong.
  return Object.fromEntries(Object.entries(pending).filter(([, { at }]) => Math.abs(now - at) < PENDING_FOR_MS));
}

/**
 * What is left for the parent's own namespace, what its quota says then, and the keys of which less than nothing is left: no quota
 * says that.
 */
export function settlement(declared: Declared, shares: ReadonlyMap<string, StringMap>) {
  const left = restOf(
    declared,
    [...shares.values()].map((capacity) => ({ quota: { capacity } })),
  );
  const zero = quantityOf(0);
  const overdrawn = Object.entries(left)
    .filter(([, rest]) => compareQuantities(parseQuantity(rest) ?? zero, zero) < 0)
    .map(([key]) => key);
  return { left, hard: { ...left, ...Object.fromEntries(overdrawn.map((key) => [key, "0"])) }, overdrawn };
}

/** Whether amounts are nowhere more than others; a key that these lack bounds nothing. */
export function isWithin(amounts: StringMap, bounds: StringMap): boolean {
  return Object.keys(bounds).every((key) => largerOf(bounds[key], amounts[key]) === bounds[key]);
}

/** Of each amount the larger one; where they are the same, as the first says it. */
export function larger(left: StringMap, right: StringMap): StringMap {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...keys].map((key) => [key, largerOf(left[key], right[key])]));
}

function largerOf(left = "0", right = "0"): string {
  const [one, other] = [parseQuantity(left), parseQuantity(right)];
  return one !== undefined && (other === undefined || compareQuantities(one, other) >= 0) ? left : right;
}

/** What stands on a quota of the provider; nothing on another one. */
export function declaredOn({ metadata }: KubeObject): Declared | undefined {
  const found = jsonIn(metadata.annotations?.[ANNOTATIONS.declared]);
  if (!isRecord(found)) return undefined;
  return { capacity: textMapIn(found.capacity), reserved: textMapIn(found.reserved) };
}

export function pendingOn({ metadata }: KubeObject): PendingShares {
  const entries = Object.entries(objectIn(jsonIn(metadata.annotations?.[ANNOTATIONS.pendingShares])));
  return Object.fromEntries(
    entries.map(([name, entry]) => {
      const { id, at, capacity } = objectIn(entry);
      return [name, { id: textIn(id), at: typeof at === "number" ? at : 0, capacity: textMapIn(capacity) }];
    }),
  );
}

/** The share that a namespace records; nothing on one that takes none. */
export function shareOn({ metadata }: KubeObject): Share | undefined {
  const found = jsonIn(metadata.annotations?.[ANNOTATIONS.share]);
  return isRecord(found) ? { id: textIn(found.id), capacity: textMapIn(found.capacity) } : undefined;
}

/** What a tenant of the constructs takes of a reserve; nothing on one that is carved out of its parent's quota. */
function drawnOn({ metadata }: KubeObject): Share | undefined {
  const found = jsonIn(metadata.annotations?.[ANNOTATIONS.drawn]);
  return isRecord(found) ? { id: "", capacity: textMapIn(found) } : undefined;
}

/** What tenants take of a reserve, by their namespaces, whoever made them. */
export function drawnFrom(namespaces: readonly KubeObject[]): ReadonlyMap<string, Share> {
  return recordsOn(namespaces, (namespace) => shareOn(namespace) ?? drawnOn(namespace));
}

/** The shares that namespaces record, by their names. */
export function sharesOn(namespaces: readonly KubeObject[]): ReadonlyMap<string, Share> {
  return recordsOn(namespaces, shareOn);
}

function recordsOn(namespaces: readonly KubeObject[], read: (namespace: KubeObject) => Share | undefined) {
  return new Map(
    namespaces.flatMap((namespace): [string, Share][] => {
      const share = read(namespace);
      return share === undefined ? [] : [[namespace.metadata.name, share]];
    }),
  );
}
