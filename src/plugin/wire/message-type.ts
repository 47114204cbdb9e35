import type { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";

/** The two wire types that the protocol uses, by their names in the library. */
type Wire = "Varint" | "LengthDelimited";

/** One kind of value in a protobuf message. */
export interface Codec<T> {
  readonly wireType: Wire;
  read(reader: BinaryReader): T;
  write(writer: BinaryWriter, value: T): void;
}

/** A kind of value whose zero is not sent, as proto3 has it. */
export interface Scalar<T> extends Codec<T> {
  readonly empty: T;
  isEmpty(value: T): boolean;
}

/** One field of a message: how it is written, and how often it may occur. */
export interface Field<T> {
  readonly number: number;
  readonly wireType: Wire;
  /** The value before the first occurrence is read. */
  start(): T;
  /** Takes in one occurrence. `before` is what `start` or the last occurrence gave, and may be changed. */
  read(reader: BinaryReader, before: T): T;
  write(writer: BinaryWriter, value: T): void;
}

/** A message type: JavaScript name to field. */
export interface Message<T extends object> {
  readonly fields: { readonly [K in keyof T]: Field<T[K]> };
  /** The same by number, for reading. */
  readonly byNumber: ReadonlyMap<number, readonly [string, Field<unknown>]>;
}

export type MessageOf<M> = M extends Message<infer T> ? T : never;

/** A message type whose table is made when it is first needed: a provider reads and writes few of them. */
export function define<T extends object>(make: () => Message<T>["fields"]): Message<T> {
  let fields: Message<T>["fields"] | undefined;
  let byNumber: Message<T>["byNumber"] | undefined;
  return {
    get fields() {
      return (fields ??= make());
    },
    get byNumber() {
      const entries = Object.entries<Field<unknown>>(this.fields);
      return (byNumber ??= new Map(entries.map((entry) => [entry[1].number, entry])));
    },
  };
}
