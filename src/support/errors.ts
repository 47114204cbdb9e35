import { printableLine } from "../model/printable";

/** What went wrong, for code that reacts to it. */
export type SandboxErrorCode =
  | "bad-option"
  | "binaries"
  | "disk-full"
  | "name-taken"
  | "not-running"
  | "port-taken"
  | "start-failed"
  | "unsafe-folder"
  | "unknown-fact";

/**
 * An error whose message is put together here, line by line. What comes from elsewhere (a server's answer, a path, a
 * name in a kubeconfig) may stand within a line; it ends none and begins none, and commands no terminal.
 */
export class LinesError extends Error {
  constructor(message: string | readonly string[], options?: ErrorOptions) {
    super([message].flat().map(printableLine).join("\n"), options);
  }
}

/** A sandbox that cannot be had, and the way out, in one message for people. */
export class SandboxError extends LinesError {
  override readonly name = "SandboxError";

  constructor(
    readonly code: SandboxErrorCode,
    message: string | readonly string[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The `code` of a system error, e.g. `ENOENT`; `undefined` for any other value. Looks at the field
 * and not at the class: inside a test runner Node's errors are of another realm's `Error`.
 */
export function systemCode(error: unknown): string | undefined {
  return hasField(error, "code") && typeof error.code === "string" ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return hasField(error, "message") && typeof error.message === "string" ? error.message : String(error);
}

/** The message of whatever was thrown, as lines that can be printed: one, unless it was put together of more. */
export function messageLines(error: unknown): readonly string[] {
  return error instanceof LinesError ? error.message.split("\n") : [printableLine(messageOf(error))];
}

function hasField<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === "object" && value !== null && name in value;
}

/** Turns "no space left" into the error that says where; passes everything else on. */
export function asDiskFull(error: unknown, path: string): unknown {
  if (systemCode(error) !== "ENOSPC" && systemCode(error) !== "EDQUOT") return error;
  return diskFull(path, error);
}

export function diskFull(path: string, cause?: unknown): SandboxError {
  return new SandboxError(
    "disk-full",
    `no space left on the disk of ${path}; free some (a sandbox needs 200 MB, its binaries 300 MB, a build 4 GB), ` +
      `or move it with HIKUBE_SANDBOX_HOME, XDG_CACHE_HOME, GOCACHE or TMPDIR`,
    { cause },
  );
}
