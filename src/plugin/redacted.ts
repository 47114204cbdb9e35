import { inspect } from "node:util";

/** What is shown in the place of a secret. */
export const MASK = "(sensitive value)";

/** A text that is shown nowhere: not by `console.log`, not in JSON, not in the message of an error. `reveal` gives it. */
export class Redacted {
  readonly #text: string;

  /** Hides a text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for the request that sends it. */
  reveal(): string {
    return this.#text;
  }

  /** What is shown in its place. */
  toString(): string {
    return MASK;
  }

  /** What is shown in its place. */
  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
