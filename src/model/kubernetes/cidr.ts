/** A block of addresses. @see https://www.rfc-editor.org/rfc/rfc4632 */
export interface Cidr {
  readonly family: 4 | 6;
  /** First address as a number. */
  readonly address: bigint;
  /** Length of the mask in bits. */
  readonly prefix: number;
}

/** Why a text is no CIDR that a policy may carry. */
export type CidrFault =
  | { readonly fault: "syntax" }
  | { readonly fault: "mask"; readonly suggestion: string }
  | { readonly fault: "host-bits"; readonly suggestion: string };

const MASK = /^(0|[1-9]\d{0,2})$/;
const OCTET = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** The block that a text says, or what is wrong with it. Leading zeros and bits past the mask are faults. */
export function readCidr(text: unknown): Cidr | CidrFault {
  if (typeof text !== "string") return { fault: "syntax" };
  const [host = "", mask, ...more] = text.split("/");
  const parsed = parseAddress(host);
  if (parsed === undefined || more.length > 0) return { fault: "syntax" };
  const bits = bitsOf(parsed.family);
  if (mask === undefined) return { fault: "mask", suggestion: `${host}/${bits}` };
  const prefix = MASK.test(mask) ? Number(mask) : -1;
  if (prefix < 0 || prefix > bits) return { fault: "syntax" };
  const size = 1n << BigInt(bits - prefix);
  const network = { ...parsed, address: parsed.address - (parsed.address % size), prefix };
  return network.address === parsed.address ? network : { fault: "host-bits", suggestion: formatCidr(network) };
}

/** The block that a text says, or `undefined` where it says none. */
export function parseCidr(text: unknown): Cidr | undefined {
  const read = readCidr(text);
  return "fault" in read ? undefined : read;
}

/** Whether a text is an address and the length of a mask, bits past the mask or not: as clusters declare their ranges. */
export function isCidr(text: unknown): boolean {
  const read = readCidr(text);
  return !("fault" in read) || read.fault === "host-bits";
}

/** The block of one address alone, as text; `undefined` for what is no address, e.g. a host name. */
export function hostCidr(address: string): string | undefined {
  const parsed = parseAddress(address);
  return parsed === undefined ? undefined : `${address}/${bitsOf(parsed.family)}`;
}

/** The IPv4 address that many after the given one. @throws Error where that is none */
export function addAddress(address: string, offset: number): string {
  const first = parseV4(address);
  if (first === undefined) throw new Error(`${address} is not an IPv4 address`);
  return formatV4(first + BigInt(offset));
}

/** Whether every address of `inner` lies in `outer`. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const shift = BigInt(bitsOf(outer.family) - outer.prefix);
  return outer.address >> shift === inner.address >> shift;
}

/** The blocks without those that lie in another one, in the order of their addresses. */
export function mergeCidrs(blocks: readonly Cidr[]): readonly Cidr[] {
  const merged: Cidr[] = [];
  for (const block of [...blocks].sort(compareCidrs)) {
    const last = merged.at(-1);
    if (last === undefined || !containsCidr(last, block)) merged.push(block);
  }
  return merged;
}

/** The canonical text; IPv6 as in RFC 5952. */
export function formatCidr(block: Cidr): string {
  return `${block.family === 4 ? formatV4(block.address) : formatV6(block.address)}/${block.prefix}`;
}

/** Reads an IPv4 or IPv6 address. */
export function parseAddress(text: string): { readonly family: 4 | 6; readonly address: bigint } | undefined {
  if (!text.includes(":")) {
    const address = parseV4(text);
    return address === undefined ? undefined : { family: 4, address };
  }
  const address = parseV6(text);
  return address === undefined ? undefined : { family: 6, address };
}

export function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/** Families apart, then by address, a larger block before the ones in it. */
function compareCidrs(left: Cidr, right: Cidr): number {
  if (left.family !== right.family) return left.family - right.family;
  if (left.address !== right.address) return left.address < right.address ? -1 : 1;
  return left.prefix - right.prefix;
}

function parseV4(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return undefined;
  return octets.reduce((address, octet) => address * 256n + BigInt(octet), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])];
  return groups.reduce((address, group) => address * 65536n + group, 0n);
}

/** The 16-bit groups of one half of an IPv6 address; its last part may be written as IPv4. */
function groupsOf(half: string): bigint[] | undefined {
  if (half === "") return [];
  const parts = half.split(":");
  const last = parts.at(-1) ?? "";
  const v4 = last.includes(".") ? parseV4(last) : undefined;
  const hex = v4 === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => GROUP.test(part))) return undefined;
  const groups = hex.map((part) => BigInt(`0x${part}`));
  return v4 === undefined ? groups : [...groups, v4 / 65536n, v4 % 65536n];
}

function formatV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}

function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - 16 * index)) & 0xffffn);
  const zeros = longestZeros(groups);
  const hex = (part: readonly bigint[]) => part.map((group) => group.toString(16)).join(":");
  if (zeros.length < 2) return hex(groups);
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}`;
}

function longestZeros(groups: readonly bigint[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0n) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}
