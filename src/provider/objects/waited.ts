import { DiagnosticError } from "../../plugin";
import { elapsed } from "../../support/progress";

/**
 * Waits for what others wait for, too, no longer than a signal allows; for them it goes on.
 *
 * @param what - e.g. `the list of NetworkPolicy`
 * @throws DiagnosticError that says how long it waited
 */
export async function waited<T>(what: string, shared: Promise<T>, end: AbortSignal | undefined): Promise<T> {
  if (end === undefined) return shared;
  const since = Date.now();
  let stop: () => void = () => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(neverCame(what, Date.now() - since));
    };
    end.addEventListener("abort", stop);
    if (end.aborted) stop();
  });
  try {
    return await Promise.race([shared, over]);
  } finally {
    end.removeEventListener("abort", stop);
  }
}

function neverCame(what: string, ms: number): DiagnosticError {
  return new DiagnosticError(
    `The API server did not answer with ${what}`,
    `Waited ${elapsed(ms)} for it. Check the network and the load of the API server, and try again.`,
  );
}
