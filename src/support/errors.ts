import { printableLine } from "../model/printable";

/** Every code of a `SandboxError`, with its cause and cure; `docs/errors.md` is generated from it. */
export const SANDBOX_ERROR_CODES = {
  "bad-option": {
    cause: "An option, a folder or a command does not exist, or has a value that is not allowed.",
    cure: "Use one of the values that the message lists.",
  },
  binaries: {
    cause: "Terraform or a component of the control plane is missing, and it could not be found or built.",
    cure: "Install Go, so that it can be built, or name the binary by the variable that the message names.",
  },
  "disk-full": {
    cause: "There is no space left for the sandbox, its binaries or a build.",
    cure: "Free some space, or move the folder by the variable that the message names.",
  },
  "name-taken": {
    cause: "A sandbox of this name is running, or another folder has the name.",
    cure: "Choose another name, or end the sandbox with `hikube sandbox down`.",
  },
  "not-running": {
    cause: "No sandbox of this name is running, or it is still being started.",
    cure: "Start it with `hikube sandbox up`.",
  },
  "plan-not-empty": {
    cause: "A stack was applied in a test, and a second plan right after it still has changes.",
    cure: "Write the values that the plan shows as the cluster keeps them, e.g. quantities in canonical form.",
  },
  "port-taken": {
    cause: "Another program listens on the port.",
    cure: "Choose another port, or leave it out for a free one.",
  },
  "start-failed": {
    cause: "A component of the control plane ended, or was not ready in time.",
    cure: "Read the log that the message names; on a slow machine, try again.",
  },
  "unsafe-folder": {
    cause: "The folder of the sandboxes can be written by other users, so its contents cannot be trusted.",
    cure: "Make the folder your own (`chmod 700`), or name another one by HIKUBE_SANDBOX_HOME.",
  },
  "unknown-fact": {
    cause: "`hikube cluster inspect` could not find a fact of the cluster.",
    cure: "Pass the option that the message names, or use an account that may read the fact.",
  },
} as const;

export type SandboxErrorCode = keyof typeof SANDBOX_ERROR_CODES;

/**
 * An error whose message we compose, line by line. Foreign text (a server's answer, a path, a name in a kubeconfig) may
 * stand within a line, but cannot break it or control the terminal.
 */
export class LinesError extends Error {
  constructor(message: string | readonly string[], options?: ErrorOptions) {
    super([message].flat().map(printableLine).join("\n"), options);
  }
}

/** A sandbox operation that failed: the reason and the remedy, in one message. */
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

/** What the codes of system errors mean. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "a part of the path is not a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EEXIST: "it exists already",
  ENOTEMPTY: "the folder is not empty",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "no space left in this user's quota of the disk",
  EMFILE: "too many open files",
  ELOOP: "too many symbolic links, or a link where none is allowed",
  ENAMETOOLONG: "the name is too long",
  ECONNREFUSED: "connection refused: nothing listens at this address",
  ECONNRESET: "the other side closed the connection",
  EPIPE: "the other side closed the connection",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "there is no route to this host",
  ENETUNREACH: "there is no route to this network",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be looked up: the name server does not answer",
  EPROTO: "the other side does not speak TLS, or not as expected",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is not signed by a CA that is trusted here",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is not signed by a CA that is trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is not signed by a CA that is trusted here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is not signed by a CA that is trusted here",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name",
};

/** Whether an error is the system's, and known by its code. */
export function isSystemError(error: unknown): boolean {
  return systemMessage(error) !== undefined;
}

/** The meaning of a system error, with its code; `undefined` for any other value. */
function systemMessage(error: unknown): string | undefined {
  const code = systemCode(error);
  const words = code === undefined || !Object.hasOwn(SYSTEM_WORDS, code) ? undefined : SYSTEM_WORDS[code];
  return words === undefined ? undefined : `${words} (${code ?? ""})`;
}

function pathOf(error: unknown): string {
  return hasField(error, "path") && typeof error.path === "string" ? `${error.path}: ` : "";
}

/** The message of whatever was thrown; for a system error, what its code means. */
export function messageOf(error: unknown): string {
  const words = systemMessage(error);
  if (words !== undefined) return words;
  return hasField(error, "message") && typeof error.message === "string" ? error.message : String(error);
}

/** The message of whatever was thrown, as lines that can be printed; only a `LinesError` has more than one. */
export function messageLines(error: unknown): readonly string[] {
  if (error instanceof LinesError) return error.message.split("\n");
  const place = systemMessage(error) === undefined ? "" : pathOf(error);
  return [printableLine(`${place}${messageOf(error)}`)];
}

/** As `messageLines`, with the code of an error of ours. */
export function codedLines(error: unknown): readonly string[] {
  const code = error instanceof LinesError ? systemCode(error) : undefined;
  return code === undefined ? messageLines(error) : withCode(messageLines(error), code);
}

/** Lines of a message with a code at the end of the first. */
export function withCode([first = "", ...rest]: readonly string[], code: string): readonly string[] {
  return [first.replace(/:?$/, ` [${code}]$&`), ...rest];
}

function hasField<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === "object" && value !== null && name in value;
}

/** Turns "no space left" into an error that names the disk; returns every other error as it is. */
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
