import { Status, StatusError } from "./status";

/** A message is preceded by a byte for compression and four for its length. */
const PREFIX_BYTES = 5;
/** What Go's servers take; Terraform itself sends state of any size. */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Collects the one message of a unary request from the chunks of its stream. */
export class MessageReader {
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #prefix: { readonly length: number } | undefined;

  /** @throws StatusError as soon as it is certain that no single message can come of it */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#prefix ??= this.#readPrefix();
    if (this.#prefix !== undefined && this.#received > PREFIX_BYTES + this.#prefix.length) {
      throw new StatusError(Status.INVALID_ARGUMENT, "more than one message in a unary call");
    }
  }

  /** @throws StatusError where the stream ended within the message */
  end(): Buffer {
    if (this.#prefix === undefined || this.#received < PREFIX_BYTES + this.#prefix.length) {
      throw new StatusError(Status.INVALID_ARGUMENT, "the stream ended within a message");
    }
    return Buffer.concat(this.#chunks).subarray(PREFIX_BYTES);
  }

  #readPrefix(): { readonly length: number } | undefined {
    if (this.#received < PREFIX_BYTES) return undefined;
    const prefix = Buffer.concat(this.#chunks).subarray(0, PREFIX_BYTES);
    if (prefix[0] !== 0) throw new StatusError(Status.UNIMPLEMENTED, "compressed messages are not supported");
    const length = prefix.readUInt32BE(1);
    if (length > MAX_MESSAGE_BYTES) {
      throw new StatusError(
        Status.RESOURCE_EXHAUSTED,
        `a message of ${length} bytes is announced; the limit is ${MAX_MESSAGE_BYTES}`,
      );
    }
    return { length };
  }
}

/** The bytes of one message on a stream. */
export function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
