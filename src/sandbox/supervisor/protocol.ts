import { createInterface } from "node:readline";
import type { SandboxErrorCode } from "../../support/errors";
import type { ComponentName } from "../control-plane/plan";

/** The instructions of a supervisor, in `launch.json` of the sandbox's folder. */
export interface LaunchOrder {
  readonly name: string;
  readonly port?: number;
  readonly nodes: number;
  readonly featureGates: readonly string[];
  readonly authenticationConfig?: string;
  readonly binaries: Readonly<Record<ComponentName, string>>;
  readonly timeoutMs: number;
}

export const LAUNCH_FILE = "launch.json";

/** What a supervisor says on its standard output, one JSON line: the sandbox can be used, or why not. */
export type Report =
  | { readonly event: "ready"; readonly server: string }
  | { readonly event: "failed"; readonly code: SandboxErrorCode; readonly message: string };

/**
 * Sent on the supervisor's standard input to let it outlive its starter. Until then the end of that stream, which even
 * SIGKILL of the starter causes, is the order to remove everything.
 */
export const DETACH = "detach";

/**
 * Resolves when the sandbox is to end: by a signal, or because the starter's end of the lifeline
 * closed before it let go.
 */
export function stopSignal(lifeline: NodeJS.ReadableStream = process.stdin): Promise<void> {
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
