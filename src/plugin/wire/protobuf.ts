import type { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { protobuf } from "./libraries";

/** The two wire types that the protocol uses, by their names in the library. */
type Wire = "Varint" | "LengthDelimited";

/** One kind of value in a protobuf message. */
interface Codec<T> {
  readonly wireType: Wire;
  read(reader: BinaryReader): T;
  write(writer: BinaryWriter, value: T): void;
}

/** A kind of value whose zero is not sent, as proto3 has it. */
interface Scalar<T> extends Codec<T> {
  readonly empty: T;
  isEmpty(value: T): boolean;
}

/** One field of a message: how it is written, and how often it may occur. */
export interface Field<T> {
  readonly number: number;
  readonly wireType: Wire;
  /** The value before the first occurrence is read. */
  start(): T;
  /** Takes in one occurrence. */
  read(reader: BinaryReader, before: T): T;
  write(writer: BinaryWriter, value: T): void;
}

/** A message type as plain data: JavaScript name to field. */
export interface Message<T extends object> {
  readonly fields: { readonly [K in keyof T]: Field<T[K]> };
}

export type MessageOf<M> = M extends Message<infer T> ? T : never;

const STRING: Scalar<string> = {
  wireType: "LengthDelimited",
  empty: "",
  isEmpty: (value) => value === "",
  read: (reader) => reader.string(),
  write: (writer, value) => writer.string(value),
};
const BYTES: Scalar<Uint8Array> = {
  wireType: "LengthDelimited",
  empty: new Uint8Array(0),
  isEmpty: (value) => value.length === 0,
  read: (reader) => reader.bytes(),
  write: (writer, value) => writer.bytes(value),
};
const BOOL: Scalar<boolean> = {
  wireType: "Varint",
  empty: false,
  isEmpty: (value) => !value,
  read: (reader) => reader.bool(),
  write: (writer, value) => writer.bool(value),
};
/** All integers of the protocol fit: enums, schema versions, list indices. */
const INTEGER: Scalar<number> = {
  wireType: "Varint",
  empty: 0,
  isEmpty: (value) => value === 0,
  read: (reader) => Number(reader.int64()),
  write: (writer, value) => writer.int64(value),
};

export const string = (number: number): Field<string> => single(number, STRING);
export const bytes = (number: number): Field<Uint8Array> => single(number, BYTES);
export const bool = (number: number): Field<boolean> => single(number, BOOL);
export const integer = (number: number): Field<number> => single(number, INTEGER);
/** A member of a `oneof`: sent even where it is zero, absent where another member is sent. */
export const oneOfString = (number: number): Field<string | undefined> => optional(number, STRING);
export const oneOfInteger = (number: number): Field<number | undefined> => optional(number, INTEGER);

/** A message inside a message. The type is given as a function where it contains itself. */
export function message<T extends object>(number: number, type: () => Message<T>): Field<T | undefined> {
  return optional(number, nested(type));
}

export function messages<T extends object>(number: number, type: () => Message<T>): Field<readonly T[]> {
  return repeated(number, nested(type));
}

export function messageMap<T extends object>(number: number, type: () => Message<T>): Field<ReadonlyMap<string, T>> {
  return map(number, nested(type));
}

/**
 * Reads a message; fields that it does not know are skipped, as protobuf demands.
 *
 * @throws Error where the bytes are not such a message
 */
export function decodeMessage<T extends object>(type: Message<T>, data: Uint8Array): T {
  return readMessage(type, new (protobuf().BinaryReader)(data), data.length);
}

export function encodeMessage<T extends object>(type: Message<T>, value: T): Uint8Array {
  const writer = new (protobuf().BinaryWriter)();
  writeMessage(type, writer, value);
  return writer.finish();
}

function readMessage<T extends object>(type: Message<T>, reader: BinaryReader, length: number): T {
  const end = reader.pos + length;
  if (end > reader.len) throw new Error("a message ends before its announced length");
  const { WireType } = protobuf();
  const fields = fieldsOf(type);
  const result: Record<string, unknown> = Object.fromEntries(fields.map(([name, field]) => [name, field.start()]));
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const [name, field] = fields.find(([, candidate]) => candidate.number === number) ?? [];
    if (name === undefined || field === undefined) reader.skip(wireType, number);
    else if (wireType === WireType[field.wireType]) result[name] = field.read(reader, result[name]);
    else throw new Error(`field ${number} has wire type ${wireType}`);
  }
  if (reader.pos !== end) throw new Error("a field reaches beyond the end of its message");
  return result as T; // every field of T is in it
}

function writeMessage<T extends object>(type: Message<T>, writer: BinaryWriter, value: T): void {
  const values = new Map<string, unknown>(Object.entries(value));
  for (const [name, field] of fieldsOf(type)) field.write(writer, values.get(name));
}

function fieldsOf<T extends object>(type: Message<T>): readonly (readonly [string, Field<unknown>])[] {
  return Object.entries<Field<unknown>>(type.fields);
}

function single<T>(number: number, codec: Scalar<T>): Field<T> {
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

function optional<T>(number: number, codec: Codec<T>): Field<T | undefined> {
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

function repeated<T>(number: number, codec: Codec<T>): Field<readonly T[]> {
  return {
    number,
    wireType: codec.wireType,
    start: () => [],
    read: (reader, before) => [...before, codec.read(reader)],
    write: (writer, values) => {
      for (const value of values) writeTagged(writer, number, codec, value);
    },
  };
}

/** A protobuf map is a repeated message of key and value. */
function map<T>(number: number, codec: Codec<T>): Field<ReadonlyMap<string, T>> {
  const entry: Message<{ key: string; value: T | undefined }> = {
    fields: { key: string(1), value: optional(2, codec) },
  };
  const entries = messages(number, () => entry);
  return {
    number,
    wireType: "LengthDelimited",
    start: () => new Map(),
    read: (reader, before) => {
      const [{ key, value } = { key: "", value: undefined }] = entries.read(reader, []);
      return value === undefined ? before : new Map([...before, [key, value]]);
    },
    write: (writer, values) => {
      entries.write(
        writer,
        [...values].map(([key, value]) => ({ key, value })),
      );
    },
  };
}

function nested<T extends object>(type: () => Message<T>): Codec<T> {
  return {
    wireType: "LengthDelimited",
    read: (reader) => readMessage(type(), reader, reader.uint32()),
    write: (writer, value) => {
      writer.fork();
      writeMessage(type(), writer, value);
      writer.join();
    },
  };
}

function writeTagged<T>(
  writer: BinaryWriter,
  number: number,
  codec: Pick<Codec<T>, "wireType" | "write">,
  value: T,
): void {
  writer.tag(number, protobuf().WireType[codec.wireType]);
  codec.write(writer, value);
}
