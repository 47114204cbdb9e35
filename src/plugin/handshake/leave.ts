const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** What a process serves beside whatever else it does. */
export interface Leaving {
  /** Asks the calls under way to end. */
  readonly stop: () => unknown;
  /** Ends all connections once what was answered is sent. */
  readonly finish: () => Promise<void>;
  /** Removes what is in the file system. At once: the process may be about to end. */
  readonly remove: () => void;
}

/**
 * Sees to it that a process that is ended by a signal first ends what it serves: calls under way are asked to stop and
 * are answered, so that Terraform stores what they made, and no socket stays. A second signal ends it at once. Where
 * the process listens to the signal itself, it decides; sockets are removed at its end in any case.
 *
 * @returns takes it back
 */
export function leaveInOrder(served: Leaving): () => void {
  let leaving = false;
  const heard = (signal: Signal): void => {
    if (isForeign(signal)) return;
    if (leaving) {
      die(signal);
      return;
    }
    leaving = true;
    served.stop();
    void served.finish().then(() => {
      die(signal);
    });
  };
  const die = (signal: Signal): void => {
    takeBack();
    served.remove();
    // Providers that are served beside this one die of it, too, once they are done.
    if (!SIGNALS.some((name) => process.listeners(name).some((listener) => OWN in listener)))
      process.kill(process.pid, signal);
  };
  const listener = Object.assign(heard, { [OWN]: true });
  const takeBack = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
    process.off("exit", served.remove);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  process.once("exit", served.remove);
  return takeBack;
}

const OWN = Symbol("listener of a served provider");

function isForeign(signal: Signal): boolean {
  return process.listeners(signal).some((listener) => !(OWN in listener));
}
