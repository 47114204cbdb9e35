import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { protobuf } from "./libraries";
import { define, type Codec, type Field, type Message, type Scalar } from "./message-type";
import { message } from "./protobuf";

export const STRING: Scalar<string> = {
  wireType: "LengthDelimited",
  empty: "",
  isEmpty: (value) => value === "",
  read: (reader) => reader.string(),
  write: (writer, value) => writer.string(value),
};
export const BYTES: Scalar<Uint8Array> = {
  wireType: "LengthDelimited",
  empty: new Uint8Array(0),
  isEmpty: (value) => value.length === 0,
  read: (reader) => reader.bytes(),
  write: (writer, value) => writer.bytes(value),
};
export const BOOL: Scalar<boolean> = {
  wireType: "Varint",
  empty: false,
  isEmpty: (value) => !value,
  read: (reader) => reader.bool(),
  write: (writer, value) => writer.bool(value),
};
/** All integers of the protocol fit: enums, schema versions, list indices, times. */
export const INTEGER: Scalar<number> = {
  wireType: "Varint",
  empty: 0,
  isEmpty: (value) => value === 0,
  read: (reader) => Number(reader.int64()),
  write: (writer, value) => writer.int64(value),
};

export function single<T>(number: number, codec: Scalar<T>): Field<T> {
  return {
    number,
    wireType: codec.wireType,
    start: () => codec.empty,
    read: (reader) => codec.read(reader),
    write: (writer, value) => {
      if (!codec.isEmpty(value)) writeTagged(writer, number, codec, value);
    },
  };
}

/** A message, a member of a `oneof`, or an `optional`: sent even where it is zero, absent where it is not given. */
export function optional<T>(number: number, codec: Codec<T>): Field<T | undefined> {
  return {
    number,
    wireType: codec.wireType,
    start: () => undefined,
    read: (reader) => codec.read(reader),
    write: (writer, value) => {
      if (value !== undefined) writeTagged(writer, number, codec, value);
    },
  };
}

/** More than any list of the protocol has; the empty bytes of a message of the greatest size hold more. */
const MAX_OCCURRENCES = 1_000_000;

export function repeated<T>(number: number, codec: Codec<T>): Field<readonly T[]> {
  return {
    number,
    wireType: codec.wireType,
    start: () => [],
    read: (reader, before) => {
      if (before.length >= MAX_OCCURRENCES)
        throw new Error(`field ${number} occurs more than ${MAX_OCCURRENCES} times`);
      (before as T[]).push(codec.read(reader)); // the array that `start` made
      return before;
    },
    write: (writer, values) => {
      for (const value of values) writeTagged(writer, number, codec, value);
    },
  };
}

/** A protobuf map is a repeated message of key and value. */
export function map<T>(number: number, codec: Codec<T>): Field<ReadonlyMap<string, T>> {
  const entry = define<{ key: string; value: T | undefined }>(() => ({
    key: single(1, STRING),
    value: optional(2, codec),
  }));
  const entries = message(() => entry);
  return {
    number,
    wireType: "LengthDelimited",
    start: () => new Map(),
    read: (reader, before) => {
      if (before.size >= MAX_OCCURRENCES) throw new Error(`field ${number} has more than ${MAX_OCCURRENCES} keys`);
      const { key, value } = entries.read(reader);
      if (value !== undefined) (before as Map<string, T>).set(key, value); // the map that `start` made
      return before;
    },
    write: (writer, values) => {
      for (const [key, value] of values) writeTagged(writer, number, entries, { key, value });
    },
  };
}

/** A message inside a message. The type is given as a function where it contains itself. */
export function one<T extends object>(number: number, type: () => Message<T>): Field<T | undefined> {
  return optional(number, message(type));
}

export function many<T extends object>(number: number, type: () => Message<T>): Field<readonly T[]> {
  return repeated(number, message(type));
}

export function keyed<T extends object>(number: number, type: () => Message<T>): Field<ReadonlyMap<string, T>> {
  return map(number, message(type));
}

function writeTagged<T>(writer: BinaryWriter, number: number, codec: Codec<T>, value: T): void {
  writer.tag(number, protobuf().WireType[codec.wireType]);
  codec.write(writer, value);
}
