import { createInterface } from "node:readline";
import { DETACH } from "./protocol";

/**
 * Resolves when the sandbox is to end: by a signal, or because the starter's end of the lifeline
 * closed before it let go.
 */
export function orderToStop(lifeline: NodeJS.ReadableStream = process.stdin): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve();
    };
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
    const lines = createInterface({ input: lifeline });
    let detached = false;
    lines.on("line", (line) => {
      detached ||= line === DETACH;
    });
    lines.on("close", () => {
      if (!detached) stop();
    });
  });
}
