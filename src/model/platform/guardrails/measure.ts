import { ANNOTATIONS } from "../../tenant/spec/labels";
import { parseQuantity } from "../../kubernetes/quantity";
import { DEFAULT_CONFIG_SIZE } from "../../tenant/resolve/security";
import { annotatedNumber } from "./annotated-number";

/** A variable of CEL that holds the object of the request, or the one before it. */
export type State = "now" | "before";

/** CEL: the object before the request; one without a field where the request makes it. */
export const BEFORE = "request.operation == 'UPDATE' ? dyn(oldObject) : dyn({})";

/** Bytes that one object may take where the tenant does not say otherwise. */
export const DEFAULT_BYTES = Number((parseQuantity(DEFAULT_CONFIG_SIZE)?.nano ?? 0n) / 1_000_000_000n);

/** CEL variable `most`: bytes that one ConfigMap or Secret of the tenant may take. */
export const BYTES_ALLOWED = annotatedNumber("most", ANNOTATIONS.configSize, DEFAULT_BYTES);

/**
 * CEL: bytes of a value of any form, as it is printed: keys, texts, numbers, at any depth. The server prints it in one
 * step, where an expression that walks through it would cost more than it may; signs that are not shown count longer.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function printedBytes(value: string): string {
  return bytesIn(printedWhole(value));
}

/** CEL: a value of any form as text. */
export function printedWhole(value: string): string {
  // As the entry of a list: a text by itself is printed without what it takes to quote it.
  return `'%s'.format([[dyn(${value})]])`;
}

/** CEL: bytes of a text. */
export function bytesIn(text: string): string {
  return `size(bytes(${text}))`;
}

/**
 * CEL: how many entries the lists and maps of a printed value have, at any depth and of whatever field, beyond the first
 * of each. Each one takes memory wherever the object is held, even where it is an empty text of two bytes. They are
 * parted by a comma and a space; within a text a quote has a backslash before it, so that no text is taken for many
 * (unless it lists empty maps).
 */
export function entriesIn(text: string): string {
  const parted = ['"', '{"', "{}"].map((start) => `.replace(', ${start}', ',${start}')`);
  return `size(${text}) - size(${text}${parted.join("")})`;
}

/**
 * CEL: how many maps and structures of a printed value hold anything. A map of one entry takes as much memory as one of
 * eight, and a structure all of its fields, however few are printed.
 */
export function mapsIn(text: string): string {
  return `size(${text}) - size(${text}.replace('{"', '{'))`;
}

/** CEL: the map's values but for some keys, as a list. */
export function valuesWithout(map: string, keys: readonly string[]): string {
  const others = keys.map((key) => `key != '${key}'`).join(" && ");
  return `dyn(${map}).filter(key, ${others}).map(key, dyn(${map})[key])`;
}

/**
 * CEL: a list or map at a path of fields, of which each may be missing. The server leaves empty ones out, but for some
 * that it writes as null.
 */
export function entriesAt(root: string, path: string): string {
  return `${root}.?${path.split(".").join(".?")}.orValue([])`;
}

/** The same where the field may be null: rules of a Role, sources of a volume, what charts leave empty. */
export function entriesOrNull(root: string, path: string): string {
  return `(${entriesAt(root, path)} == null ? dyn([]) : dyn(${entriesAt(root, path)}))`;
}

/** CEL: how many entries a list or map at a path has. */
export function countAt(root: string, path: string): string {
  return `size(${entriesAt(root, path)})`;
}

/** CEL: how many entries the lists at `inner`, which may be null, have together, over the entries of the list at `path`. */
export function countWithin(root: string, path: string, ...inner: readonly string[]): string {
  const counts = inner.map((field) => `size(${entriesOrNull("one", field)})`).join(" + ");
  return sumOf(entriesAt(root, path), counts);
}

/** Longer lists are refused for their length. The time of a sum grows with its square: 60,000 entries take ten seconds. */
const MOST_SUMMED = 1000;

/** CEL: a number of each entry of a list, as `one`, added up; of a list that is too long, how long it is. */
export function sumOf(list: string, number: string): string {
  return `(size(${list}) > ${MOST_SUMMED} ? size(${list}) : ${list}.map(one, ${number}).sum())`;
}

/** CEL: whether a list or map is longer, at a path below the metadata or spec of an object, which are always there. */
export function isLonger(root: string, path: string, most: number): string {
  const parts = path.split(".");
  const there = parts.slice(1).map((_, index) => `has(${[root, ...parts.slice(0, index + 2)].join(".")})`);
  return `(${there.join(" && ")} && size(${root}.${path}) > ${most})`;
}
