import { writeSync } from "node:fs";
import { format } from "node:util";
import type { LogFields, LogLevel } from "../log";

const STDERR = 2;
const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

/**
 * Whether somebody reads lines of a level: `TF_LOG_PROVIDER`, else `TF_LOG`, names the lowest one. Terraform drops the
 * others, after it has read them. What it does not know it takes for TRACE, and so does this.
 */
export function isLogged(level: LogLevel): boolean {
  const wanted = (process.env.TF_LOG_PROVIDER ?? process.env.TF_LOG ?? "").toLowerCase();
  if (wanted === "off") return false;
  const lowest = LEVELS.find((name) => name === wanted) ?? (wanted === "" ? "info" : "trace");
  return LEVELS.indexOf(level) >= LEVELS.indexOf(lowest);
}

/**
 * Writes a line for Terraform's log on stderr, as JSON in the form of hclog.
 *
 * @see https://developer.hashicorp.com/terraform/internals/debugging
 */
export function logLine(level: LogLevel, message: string, fields: LogFields = {}): void {
  // hclog wants exactly six digits of a second's fraction.
  const timestamp = new Date().toISOString().replace("Z", "000Z");
  const line = { "@level": level, "@message": message, "@module": "provider", "@timestamp": timestamp };
  writeStderr(JSON.stringify({ ...fields, ...line }));
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
        logLine(level, format(...parts));
      },
    });
  }
  redirectStdout();
}

function redirectStdout(): void {
  const stdout = Object.getOwnPropertyDescriptor(process, "stdout");
  const value = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    logLine("info", chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk));
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
