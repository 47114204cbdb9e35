import { readFileSync } from "node:fs";

/** Signals that ask a program to end. */
export const STOPS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Whether Ctrl-C reaches our children by itself: the terminal sends it to every process in front. Passed on, it would be
 * their second one, on which terraform drops what it is doing.
 */
export function isInFront(): boolean {
  if (process.platform !== "linux") return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  try {
    return isInFrontBy(readFileSync("/proc/self/stat", "utf8"));
  } catch {
    return process.stdin.isTTY;
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function isInFrontBy(stat: string): boolean {
  // The second field is the command in parentheses, which may itself hold spaces and parentheses.
  const [, , group, , , inFront] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group === inFront;
}
