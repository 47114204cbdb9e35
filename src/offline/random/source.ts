import { createHash, randomBytes } from "node:crypto";

/** Where random bytes come from. */
export type ByteSource = (count: number) => Buffer;

/** Bytes of the system's generator; with a seed always the same ones, but not those of the real provider. */
export function byteSource(seed: string | null = null): ByteSource {
  if (seed === null || seed === "") return randomBytes;
  let drawn = 0;
  return (count) => {
    const parts: Buffer[] = [];
    for (let size = 0; size < count; size += 32) {
      parts.push(createHash("sha256").update(`${drawn}:${seed}`).digest());
      drawn += 1;
    }
    return Buffer.concat(parts).subarray(0, count);
  };
}

/** So many bytes that the remainder of a range of 64 bits is even to one part in 2^192. */
const DRAW_BYTES = 32;

/** A whole number from 0 up to, and without, `range`. */
export function drawBelow(range: bigint, source: ByteSource = randomBytes): bigint {
  return BigInt(`0x${source(DRAW_BYTES).toString("hex")}`) % range;
}

/** The elements in another order, each order as likely as any other. */
export function shuffled<T>(elements: readonly T[], source: ByteSource = randomBytes): T[] {
  const left = [...elements];
  return elements.flatMap(() => left.splice(Number(drawBelow(BigInt(left.length), source)), 1));
}
