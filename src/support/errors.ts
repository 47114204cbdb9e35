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

/** A sandbox that cannot be had, and the way out, in one message for people. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";

  constructor(
    readonly code: SandboxErrorCode,
    message: string,
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
