import type { ExtData } from "@msgpack/msgpack";
import { msgpack } from "./libraries";
import { assertLengths } from "./msgpack-lengths";

/** What MessagePack knows: the values that stand on the wire, before they get their Terraform meaning. */
export type Packed =
  | null
  | boolean
  | string
  | number
  | bigint
  | Uint8Array
  | ExtData
  | readonly Packed[]
  | { readonly [key: string]: Packed };

/** Deeper than any configuration; the library's own limit of 100 is not. */
const MAX_DEPTH = 10_000;

/** @throws Error where the bytes are not exactly one MessagePack value */
export function unpack(bytes: Uint8Array): Packed {
  assertLengths(bytes);
  const { Decoder } = msgpack();
  return new Decoder({ useBigInt64: true, extensionCodec: EXTENSIONS }).decode(bytes) as Packed; // all that it returns
}

/** Every extension is kept as it came; the library would make a date of one of them. */
const EXTENSIONS = {
  tryToEncode: () => null,
  decode: (data: Uint8Array, type: number) => extension(type, data),
};

export function pack(value: Packed): Uint8Array {
  const { Encoder } = msgpack();
  return new Encoder({ useBigInt64: true, maxDepth: MAX_DEPTH }).encode(value);
}

/** A map with integer keys, which the library cannot write: keys stay below 128, and there are few. */
export function packIntegerMap(entries: readonly (readonly [number, Packed])[]): Uint8Array {
  const parts = entries.flatMap(([key, value]) => [Uint8Array.of(key), pack(value)]);
  return Buffer.concat([Uint8Array.of(0x80 + entries.length), ...parts]);
}

/** A value of a kind of its own: an unknown one. */
export function isExtension(value: Packed): value is ExtData {
  return value instanceof msgpack().ExtData;
}

export function extension(type: number, data: Uint8Array): ExtData {
  return new (msgpack().ExtData)(type, data);
}

export function isPackedRecord(value: Packed): value is Readonly<Record<string, Packed>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !isExtension(value) &&
    !(value instanceof Uint8Array)
  );
}

export function isPackedList(value: Packed): value is readonly Packed[] {
  return Array.isArray(value);
}
