import { formatAddresses, type AddressSet } from "../model/kubernetes/address-set";
import { LABELS } from "../model/tenant/spec/labels";
import type { PodClass } from "./pod-class";
import { NO_PORTS, formatPorts, type PortSet } from "../model/kubernetes/port-set";
import { covers, equal, union } from "../model/kubernetes/range-set";

/** How one group reaches another. */
export interface Cell {
  /**
   * `allow`: every pod to every pod or address on every port asked for; `deny`: none on none; `partly`: in between;
   * `unknown`: it would have taken more steps than `limits` allows.
   */
  readonly verdict: "allow" | "deny" | "partly" | "unknown";
  /** What is open for some pair at least, e.g. `TCP 80`, `UDP 8000-8100`. Given when partly. */
  readonly ports?: readonly string[];
  /** Who gets through, when not all pairs fare alike. At most 20; `omitted` counts the rest. */
  readonly parts?: readonly CellPart[];
  /** @default - none */
  readonly omitted?: number;
  /**
   * Whether all of it is open but for pods that carry `hikube.cloud/isolated=true`, for which their tenant's own policies
   * speak. Told of a group and itself. @default - it is not
   */
  readonly exceptIsolated?: true;
  /** What of it is not declared, where a matrix was held against what is. @default - nothing */
  readonly undeclared?: Cell;
}

/** Some pods or addresses of both groups: the same ports are open from each of the one to each of the other. */
export interface CellPart {
  /** Labels of the pods, or blocks of addresses. */
  readonly from: readonly string[];
  /** The pods or addresses that are reached. */
  readonly to: readonly string[];
  /** The ports at which they are reached. */
  readonly ports: readonly string[];
}

/** The ports that are open between two ends that belong together. */
export interface Outcome {
  readonly from: PodClass | AddressSet;
  readonly to: PodClass | AddressSet;
  readonly ports: PortSet;
}

/** Most cells of a matrix are one of these two; shared, they cost nothing. */
const ALLOW: Cell = { verdict: "allow" };
export const DENY: Cell = { verdict: "deny" };
export const UNKNOWN: Cell = { verdict: "unknown" };

const MAX_PARTS = 20;
/** Pods of one part that are named; of blocks those that no cluster has by accident. */
const MAX_NAMES = 50;
const MAX_BLOCKS = 1_000;
/** Blocks that a line of text has room for. */
const SHOWN_BLOCKS = 8;

/**
 * Sums up what happens between two groups.
 * @param expected the ports that make full access
 * @returns `null` if there is nobody to judge
 */
export function summarise(outcomes: readonly Outcome[], expected: PortSet): Cell | null {
  const [first] = outcomes;
  if (first === undefined) return null;
  if (outcomes.every(({ ports }) => ports.length === 0)) return DENY;
  if (outcomes.every(({ ports }) => covers(ports, expected))) return ALLOW;
  const ports = formatPorts(outcomes.reduce((all, outcome) => union(all, outcome.ports), NO_PORTS));
  if (outcomes.every((outcome) => equal(outcome.ports, first.ports))) return { verdict: "partly", ports };
  const parts = partsOf(outcomes.filter((outcome) => outcome.ports.length > 0));
  return {
    verdict: "partly",
    ports,
    parts: parts.slice(0, MAX_PARTS).map((part) => ({ ...part, from: few(part.from), to: few(part.to) })),
    ...(parts.length > MAX_PARTS ? { omitted: parts.length - MAX_PARTS } : {}),
  };
}

/** As `summarise`, of the pods of one group among themselves. */
export function summariseOwn(outcomes: readonly Outcome[], expected: PortSet): Cell | null {
  const cell = summarise(outcomes, expected);
  const others = outcomes.filter(({ from, to }) => !isIsolated(from) && !isIsolated(to));
  const isOpen = others.length > 0 && others.every(({ ports }) => covers(ports, expected));
  return cell?.verdict === "partly" && isOpen ? { ...cell, exceptIsolated: true } : cell;
}

function isIsolated(end: PodClass | AddressSet): boolean {
  return "endpoint" in end && end.endpoint.pod.labels.get(LABELS.isolated) === "true";
}

function few(names: readonly string[]): readonly string[] {
  const most = names.every((name) => BLOCK.test(name)) ? MAX_BLOCKS : MAX_NAMES;
  const rest = names.length - most;
  return rest > 0 ? [...names.slice(0, most), `${rest} more`] : names;
}

/** Puts together the destinations of one source, then the sources with the same destinations. */
function partsOf(outcomes: readonly Outcome[]): readonly CellPart[] {
  const single = outcomes.map(({ from, to, ports }): CellPart => {
    return { from: describeEnd(from), to: describeEnd(to), ports: formatPorts(ports) };
  });
  return mergeParts(mergeParts(single, "to"), "from");
}

/** Joins the parts that differ at one end only. */
function mergeParts(parts: readonly CellPart[], end: "from" | "to"): readonly CellPart[] {
  const merged = new Map<string, CellPart>();
  for (const part of parts) {
    const key = JSON.stringify({ ...part, [end]: [] });
    const known = merged.get(key)?.[end] ?? [];
    merged.set(key, { ...part, [end]: [...known, ...part[end]] });
  }
  return [...merged.values()];
}

/** How a part of a cell calls its pods, or its addresses: all blocks, the largest first. */
export function describeEnd(end: PodClass | AddressSet): readonly string[] {
  if ("description" in end) return [end.description];
  const prefix = (block: string) => Number(block.slice(block.indexOf("/") + 1));
  return formatAddresses(end).toSorted((left, right) => prefix(left) - prefix(right));
}

const BLOCK = /^[\da-f.:]+\/\d+$/;
const MANY_BLOCKS = new RegExp(`(?:[\\da-f.:]+/\\d+ \\| ){${String(SHOWN_BLOCKS)},}[\\da-f.:]+/\\d+`, "g");

/** A text with the first blocks of each list alone, and how many more there are. */
export function withFewBlocks(text: string): string {
  return text.replace(MANY_BLOCKS, (found) => {
    const blocks = found.split(" | ");
    return [...blocks.slice(0, SHOWN_BLOCKS), `${blocks.length - SHOWN_BLOCKS} more blocks`].join(" | ");
  });
}
