import { inspect } from "node:util";
import { logPanic } from "./log";

/** What the process serves, as far as its end is concerned. */
export interface Guarded {
  readonly calls: { readonly underWay: number; readonly ended: number };
  /** Asks the calls under way to end. Returns whether anybody is connected. */
  stop(): boolean;
  readonly stopping: boolean;
  failed(error: unknown): void;
  mask(text: string): string;
}

type Origin = NodeJS.UncaughtExceptionOrigin;

/**
 * How long a process whose code failed outside of any call waits for calls of which none ends, in milliseconds. After
 * an exception in a callback some call most likely waits for that callback for ever; a promise that nobody waits for
 * leaves all of them as they were, and they may take long.
 */
export type Patience = Readonly<Record<Origin, number>>;
const PATIENCE: Patience = { uncaughtException: 60_000, unhandledRejection: 600_000 };
/** How long calls may take to end once they were asked to. */
export const GRACE_MS = 5_000;
const CRASHED = 2;
/** By convention 128 and the number of the signal. */
const EXIT_CODES = { SIGTERM: 143, SIGHUP: 129 } as const;

/** Code of a provider called `process.exit`, and with it wanted to end what belongs to other calls, too. */
class ProcessExitError extends Error {
  override readonly name = "ProcessExitError";
}

/**
 * The end of a process that Terraform launched. Nothing that is under way is lost by a signal, by an error outside of
 * any call, or by `process.exit` somewhere in a library.
 */
export class ProcessGuard {
  #server: Guarded | undefined;
  #crashed = false;
  readonly #exit = process.exit.bind(process);

  constructor(private readonly patience: Patience = PATIENCE) {}

  /** From now on the process ends by this guard alone. */
  install(): void {
    // Ctrl-C reaches terraform and its providers alike. Terraform then asks to stop; a provider that
    // died instead would lose the resources it was writing.
    process.on("SIGINT", () => undefined);
    // The end of a container, a service or a terminal reaches both alike, too. Whoever means the provider alone sends
    // it twice.
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        if (this.#server?.stop() !== true) this.#exit(EXIT_CODES[signal]);
        process.once(signal, () => this.#exit(EXIT_CODES[signal]));
      });
    }
    process.on("uncaughtException", (error, origin) => {
      this.#crash(error, origin);
    });
    process.exit = (code) => {
      throw new ProcessExitError(`the provider called process.exit(${code ?? ""})`);
    };
  }

  serve(server: Guarded): void {
    this.#server = server;
  }

  /** Ends the process; after a crash with the code of one. */
  end(code: number): never {
    return this.#exit(this.#crashed ? CRASHED : code);
  }

  #crash(error: unknown, origin: Origin): void {
    const server = this.#server;
    const text = stackOf(error);
    logPanic(server?.mask(text) ?? text);
    if (server === undefined) return this.#exit(CRASHED);
    server.failed(error);
    if (!this.#crashed) this.#outlast(server, this.patience[origin]);
    this.#crashed = true;
  }

  /** Ends the process where no call ends any more. With none under way it lives on, to say so to whoever asks. */
  #outlast(server: Guarded, patience: number): void {
    let { ended } = server.calls;
    let since = performance.now();
    setInterval(() => {
      if (server.calls.underWay === 0 || server.calls.ended !== ended) since = performance.now();
      ended = server.calls.ended;
      if (performance.now() - since > (server.stopping ? GRACE_MS : patience)) this.end(CRASHED);
    }, LOOK_MS).unref();
  }
}

const LOOK_MS = 250;

function stackOf(error: unknown): string {
  if (error instanceof Error && typeof error.stack === "string") return error.stack;
  return typeof error === "string" ? error : inspect(error);
}
