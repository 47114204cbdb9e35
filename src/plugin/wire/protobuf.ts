import type { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { protobuf } from "./libraries";
import type { Codec, Message } from "./message-type";

/**
 * Reads a message; fields that it does not know are skipped, as protobuf demands.
 *
 * @throws Error where the bytes are not such a message
 */
export function decodeMessage<T extends object>(type: Message<T>, data: Uint8Array): T {
  return readMessage(type, new (protobuf().BinaryReader)(data), data.length);
}

/** Writes a message; what is left out is not sent. */
export function encodeMessage<T extends object>(type: Message<T>, value: Partial<T>): Uint8Array {
  const writer = new (protobuf().BinaryWriter)();
  writeMessage(type, writer, value);
  return writer.finish();
}

function readMessage<T extends object>(type: Message<T>, reader: BinaryReader, length: number): T {
  const end = reader.pos + length;
  if (end > reader.len) throw new Error("a message ends before its announced length");
  const { WireType } = protobuf();
  const result: Record<string, unknown> = {};
  for (const [name, field] of type.byNumber.values()) result[name] = field.start();
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const [name, field] = type.byNumber.get(number) ?? [];
    if (name === undefined || field === undefined) reader.skip(wireType, number);
    else if (wireType === WireType[field.wireType]) result[name] = field.read(reader, result[name]);
    else throw new Error(`field ${number} has wire type ${wireType}`);
  }
  if (reader.pos !== end) throw new Error("a field reaches beyond the end of its message");
  return result as T; // every field of T is in it
}

function writeMessage<T extends object>(type: Message<T>, writer: BinaryWriter, value: Partial<T>): void {
  for (const [name, field] of type.byNumber.values()) {
    const given: unknown = value[name as keyof T]; // the names of the table are those of T
    if (given !== undefined) field.write(writer, given);
  }
}

/** A message as a value of another. Its type is given as a function where it contains itself. */
export function message<T extends object>(type: () => Message<T>): Codec<T> {
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
