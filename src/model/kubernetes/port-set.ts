import { contains, rangeSet } from "./range-set";
import type { Range, RangeSet } from "./range-set";

/** The protocols that a NetworkPolicy can name. */
export type Protocol = "TCP" | "UDP" | "SCTP";

export const PROTOCOLS: readonly Protocol[] = ["TCP", "UDP", "SCTP"];

/**
 * Ports of all three protocols in one set of ranges: the protocols lie one after the other on one line, so that
 * uniting and intersecting need no case for each of them.
 */
export type PortSet = RangeSet<number>;

const LINE = 65_536;

export const NO_PORTS: PortSet = [];

/** Every port of every protocol. One shared list: most answers are this one, and are then compared by identity. */
export const ALL_PORTS: PortSet = PROTOCOLS.map((protocol) => portRange(protocol, 1, 65_535));

/** The ports from `first` to `last`, both included. */
export function portRange(protocol: Protocol, first: number, last: number): Range<number> {
  const offset = PROTOCOLS.indexOf(protocol) * LINE;
  return { start: offset + first, end: offset + last + 1 };
}

/** One port of one protocol as a set. */
export function portSet(ports: readonly { readonly protocol: Protocol; readonly port: number }[]): PortSet {
  return rangeSet(ports.map(({ protocol, port }) => portRange(protocol, port, port)));
}

export function containsPort(set: PortSet, protocol: Protocol, port: number): boolean {
  return contains(set, PROTOCOLS.indexOf(protocol) * LINE + port);
}

/** Prints a set for people: `TCP 80`, `UDP 8000-8100`, `SCTP` for a whole protocol. */
export function formatPorts(set: PortSet): readonly string[] {
  return set.map(({ start, end }) => {
    const index = Math.floor(start / LINE);
    const first = start - index * LINE;
    const last = end - 1 - index * LINE;
    const protocol = PROTOCOLS[index] ?? "";
    if (first === 1 && last === 65_535) return protocol;
    return first === last ? `${protocol} ${first}` : `${protocol} ${first}-${last}`;
  });
}
