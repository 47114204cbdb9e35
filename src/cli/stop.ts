import { constants } from "node:os";
import { STOPS } from "../support/terminal";

export type Stop = (typeof STOPS)[number];

/** Marks a listener that waits for nobody, so that several of them do not wait for each other. */
const PASSIVE = Symbol("waits for nobody");

/** A listener that tidies up, and leaves it to others to end the process or to wait for a tool. */
export function passive(listener: (signal: NodeJS.Signals) => void): (signal: NodeJS.Signals) => void {
  return Object.assign(listener, { [PASSIVE]: true });
}

/** Whether something that runs gets this signal too and is waited for: terraform saves its state first. */
export function isWaitedFor(signal: NodeJS.Signals): boolean {
  return process.listeners(signal).some((listener) => !(PASSIVE in listener));
}

/** What happens to a command that is stopped, and what is true then. */
export class Interruption {
  /** The signal that came. @default - none did */
  signal: Stop | undefined;

  /**
   * What state things are in if the command is stopped now, and how to go on. A command keeps it true; without it the
   * command that we run says so itself.
   */
  state: string | undefined = "nothing was changed";

  /** As shells count: 128 and the number of the signal. */
  get exitCode(): number {
    return this.signal === undefined ? 0 : 128 + constants.signals[this.signal];
  }

  /** The error, in the form of every other. */
  get message(): string {
    return `stopped by ${this.signal ?? "a signal"}: ${this.state ?? "the command was, too"}`;
  }
}

/** Calls `end` once a signal comes that nobody else handles; else the one who does ends, and the command after it. */
export function onStop(interruption: Interruption, end: () => void): void {
  for (const signal of STOPS) {
    const stop = passive(() => {
      interruption.signal ??= signal;
      // After the listeners that tidy up.
      if (!isWaitedFor(signal)) setImmediate(end);
    });
    process.on(signal, stop);
  }
}
