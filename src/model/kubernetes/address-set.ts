import { formatCidr, parseAddress as readAddress, readCidr } from "./cidr";
import type { Cidr } from "./cidr";
import { rangeSet } from "./range-set";
import type { Range, RangeSet } from "./range-set";

/**
 * IPv4 and IPv6 addresses as numbers on one line: IPv6 from zero, IPv4 behind it. The families never meet, so
 * `::/0` holds no IPv4 address, and no comparison has to ask for the family.
 */
export type AddressSet = RangeSet<bigint>;

const IPV4_START = 1n << 128n;
const IPV4_BITS = 32;
/** IPv4 addresses in IPv6 form, `::ffff:0:0/96`: what follows these 96 bits is the IPv4 address. */
const MAPPED_BITS = 96;
const MAPPED_MARK = 0xffffn;

export const NO_ADDRESSES: AddressSet = [];

/**
 * Reads an IPv4 or IPv6 address; an IPv4 address in IPv6 form (`::ffff:192.0.2.1`) is the IPv4 address.
 * @returns `undefined` if the text is no address; so is one with leading zeros, which may be octal or decimal
 */
export function parseAddress(text: string): bigint | undefined {
  const read = readAddress(text);
  return read === undefined ? undefined : toLine({ ...read, prefix: read.family === 4 ? IPV4_BITS : 128 }).start;
}

/**
 * Reads a block such as `10.0.0.0/8` or `2001:db8::/32`; bits behind the mask are ignored, as engines do.
 * @returns `undefined` if the text is no block
 */
export function parseCidr(text: string): Range<bigint> | undefined {
  const read = readCidr(text);
  if (!("fault" in read)) return toLine(read);
  return read.fault === "host-bits" ? parseCidr(read.suggestion) : undefined;
}

function toLine({ family, address, prefix }: Cidr): Range<bigint> {
  const isMapped = family === 6 && prefix >= MAPPED_BITS && address >> 32n === MAPPED_MARK;
  const start = family === 4 ? IPV4_START + address : isMapped ? IPV4_START + (address & 0xffffffffn) : address;
  return { start, end: start + (1n << BigInt((family === 4 ? IPV4_BITS : 128) - prefix)) };
}

/**
 * The union of blocks.
 * @throws RangeError for a malformed one
 */
export function addressSet(cidrs: readonly string[]): AddressSet {
  return rangeSet(
    cidrs.map((cidr) => {
      const range = parseCidr(cidr);
      if (range === undefined)
        throw new RangeError(`invalid CIDR "${cidr}"; write it like 10.0.0.0/8 or 2001:db8::/32`);
      return range;
    }),
  );
}

/** Prints a set as the fewest blocks that hold exactly it, in the order of the addresses, IPv4 first. */
export function formatAddresses(set: AddressSet): readonly string[] {
  const isIpv6 = (range: Range<bigint>) => Number(range.start < IPV4_START);
  return [...set].sort((left, right) => isIpv6(left) - isIpv6(right)).flatMap(formatRange);
}

function formatRange({ start, end }: Range<bigint>): readonly string[] {
  const cidrs: string[] = [];
  for (let at = start; at < end;) {
    const size = largestBlock(at, end);
    const zeros = size.toString(2).length - 1;
    const isIpv4 = at >= IPV4_START;
    cidrs.push(
      isIpv4
        ? formatCidr({ family: 4, address: at - IPV4_START, prefix: IPV4_BITS - zeros })
        : formatCidr({ family: 6, address: at, prefix: 128 - zeros }),
    );
    at += size;
  }
  return cidrs;
}

function largestBlock(start: bigint, end: bigint): bigint {
  // The lowest set bit is the size of the largest block that may start here; zero may start all of IPv6.
  let size = start === 0n ? IPV4_START : start & -start;
  while (size > end - start) size >>= 1n;
  return size;
}
