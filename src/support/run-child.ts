import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isInFront } from "./terminal";
import { messageOf, SandboxError, systemCode } from "./errors";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Runs a command on our own terminal and waits for it; signals to us reach it.
 *
 * @returns its exit code, or 128 + the number of the signal that ended it, as shells say it
 */
export function runChild(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const child = spawn(command, args, { env: { ...env }, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => {
    if (signal === "SIGTERM" || !isInFront()) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(startError(command, error));
    });
    child.once("exit", (code, signal) => {
      for (const each of FORWARDED) process.off(each, forward);
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
    });
  });
}

function startError(command: string, error: Error): Error {
  const missing = systemCode(error) === "ENOENT" ? "there is no such command on PATH" : messageOf(error);
  return new SandboxError("bad-option", `cannot run "${command}": ${missing}`, { cause: error });
}
