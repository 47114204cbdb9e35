// The few kinds of ASN.1 values that a certificate consists of, in DER.
// https://www.itu.int/rec/T-REC-X.690

/** One value: its tag, its length, its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
/** @param unused bits at the end that do not count */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), content);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const TRUE = der(0x01, Buffer.of(0xff));

/** @param bytes big-endian and positive: the first bit must not be set */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);

/** @param dotted such as `2.5.4.3` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.of(first * 40 + second), ...rest.map(base128));
}

/** To the second; for the years 1950 to 2049, which is what this form of time is for. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

function base128(value: number): Buffer {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(groups);
}

/** The values inside of a value, each with its tag and length. */
export function childrenOf(value: Buffer): Buffer[] {
  const children: Buffer[] = [];
  for (let at = headerOf(value).start; at < value.length;) {
    const { start, length } = headerOf(value.subarray(at));
    children.push(value.subarray(at, at + start + length));
    at += start + length;
  }
  return children;
}

/** Where the content of the first value starts, and how long it is. */
function headerOf(value: Buffer): { readonly start: number; readonly length: number } {
  const first = value[1] ?? 0;
  if (first < 0x80) return { start: 2, length: first };
  const size = first & 0x7f;
  return { start: 2 + size, length: value.readUIntBE(2, size) };
}
