import { INTEGER, single } from "./fields";
import { define, type Message } from "./message-type";

/**
 * A moment, as protobuf's own library of messages has it.
 *
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
 */
export interface Timestamp {
  /** Since 1970. */
  readonly seconds: number;
  readonly nanos: number;
}

export const Timestamp: Message<Timestamp> = define(() => ({ seconds: single(1, INTEGER), nanos: single(2, INTEGER) }));

export function toTimestamp(moment: Date): Timestamp {
  const seconds = Math.floor(moment.getTime() / 1000);
  return { seconds, nanos: (moment.getTime() - seconds * 1000) * 1_000_000 };
}
