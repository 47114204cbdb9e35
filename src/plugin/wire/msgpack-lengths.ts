/** More parts than any state has; a message of the greatest size could hold enough of them to fill the memory. */
const MAX_PARTS = 10_000_000;

/** One value's head: the bytes up to its parts, and how many parts follow. */
interface Head {
  readonly bytes: number;
  readonly parts: number;
}

/**
 * Checks that bytes are one MessagePack value and nothing after it. The library believes announced lengths and
 * reserves memory for them: a few bytes would be enough to end the process.
 *
 * @throws Error where a value announces more than there is, or where there is more than one
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function assertLengths(data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  for (let pending = 1, seen = 1; pending > 0;) {
    if (pending > data.length - at) throw endsEarly();
    const head = headOf(view, at);
    at += head.bytes;
    pending += head.parts - 1;
    seen += head.parts;
    if (seen > MAX_PARTS) throw new Error(`the value has more than ${MAX_PARTS} parts`);
  }
  if (at > data.length) throw endsEarly();
  if (at < data.length) throw new Error(`${data.length - at} bytes follow the value`);
}

function headOf(view: DataView, at: number): Head {
  const first = view.getUint8(at);
  if (first < 0x80 || first >= 0xe0) return { bytes: 1, parts: 0 };
  if (first < 0x90) return { bytes: 1, parts: 2 * (first & 0x0f) };
  if (first < 0xa0) return { bytes: 1, parts: first & 0x0f };
  if (first < 0xc0) return { bytes: 1 + (first & 0x1f), parts: 0 };
  return markedHead(view, at, first);
}

/** Values of a fixed size, by their first byte: nil and booleans, floats, integers, short extensions. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  ...{ 0xc0: 1, 0xc2: 1, 0xc3: 1, 0xca: 5, 0xcb: 9 },
  ...{ 0xcc: 2, 0xcd: 3, 0xce: 5, 0xcf: 9, 0xd0: 2, 0xd1: 3, 0xd2: 5, 0xd3: 9 },
  ...{ 0xd4: 3, 0xd5: 4, 0xd6: 6, 0xd7: 10, 0xd8: 18 },
};

interface Marked {
  /** Bytes of the length behind the first byte. */
  readonly width: 1 | 2 | 4;
  /** Values for each one counted by the length; where there are none it counts bytes. */
  readonly parts?: 1 | 2;
  /** Bytes that the length does not count: the code of an extension. */
  readonly extra?: 1;
}

/** Values whose length is announced, by their first byte. */
const MARKED: Readonly<Record<number, Marked>> = {
  ...{ 0xc4: { width: 1 }, 0xc5: { width: 2 }, 0xc6: { width: 4 } }, // binary data
  ...{ 0xc7: { width: 1, extra: 1 }, 0xc8: { width: 2, extra: 1 }, 0xc9: { width: 4, extra: 1 } }, // extensions
  ...{ 0xd9: { width: 1 }, 0xda: { width: 2 }, 0xdb: { width: 4 } }, // text
  ...{ 0xdc: { width: 2, parts: 1 }, 0xdd: { width: 4, parts: 1 } }, // arrays
  ...{ 0xde: { width: 2, parts: 2 }, 0xdf: { width: 4, parts: 2 } }, // maps
};

function markedHead(view: DataView, at: number, first: number): Head {
  const fixed = FIXED_SIZES[first];
  if (fixed !== undefined) return { bytes: fixed, parts: 0 };
  const marked = MARKED[first];
  if (marked === undefined) throw new Error(`0x${first.toString(16)} starts no value`);
  const { width, parts, extra = 0 } = marked;
  if (at + 1 + width > view.byteLength) throw endsEarly();
  const length = width === 1 ? view.getUint8(at + 1) : width === 2 ? view.getUint16(at + 1) : view.getUint32(at + 1);
  return parts === undefined
    ? { bytes: 1 + width + extra + length, parts: 0 }
    : { bytes: 1 + width, parts: parts * length };
}

function endsEarly(): Error {
  return new Error("the value ends before its announced length");
}
