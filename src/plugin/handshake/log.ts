import { writeSync } from "node:fs";
import { format } from "node:util";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

const STDERR = 2;

/**
 * Writes a line for Terraform's log (`TF_LOG_PROVIDER`) on stderr, as JSON in the form of hclog.
 *
 * @see https://developer.hashicorp.com/terraform/internals/debugging
 */
export function log(level: LogLevel, message: string): void {
  // hclog wants exactly six digits of a second's fraction.
  const timestamp = new Date().toISOString().replace("Z", "000Z");
  writeStderr(JSON.stringify({ "@level": level, "@message": message, "@module": "provider", "@timestamp": timestamp }));
}

/** Shown to the user by Terraform, with the lines after it, even where logging is off; OpenTofu shows it in its log. */
export function logPanic(text: string): void {
  writeStderr(`panic: ${text}`);
}

/** Sends what a provider prints to the log: stdout belongs to the handshake. */
export function redirectOutput(): void {
  const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error", trace: "trace" } as const;
  for (const [method, level] of Object.entries(levels)) {
    Object.defineProperty(console, method, {
      value: (...parts: readonly unknown[]) => {
        log(level, format(...parts));
      },
    });
  }
  redirectStdout();
}

function redirectStdout(): void {
  const stdout = Object.getOwnPropertyDescriptor(process, "stdout");
  const value = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    log("info", chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk));
    const done = rest.at(-1);
    if (typeof done === "function") process.nextTick(done);
    return true;
  };
  // Node makes the stream when it is first asked for, which few providers do.
  Object.defineProperty(process, "stdout", {
    configurable: true,
    get: () => Object.defineProperty(stdout?.get?.call(process) as object, "write", { value, configurable: true }),
  });
}

function writeStderr(line: string): void {
  try {
    // At once, also where the process is about to end.
    writeSync(STDERR, `${line}\n`);
  } catch {
    // Terraform is gone, or its pipe is full: nobody is there to read.
  }
}
