import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** A process, identified by its number and its time of start: numbers are reused. */
export interface ProcessId {
  readonly pid: number;
  /** Start of the process as the system tells it; opaque, only compared. */
  readonly startedAt: string;
}

/** The process that has this number now; `undefined` where there is none (or only its zombie). */
export function processIdOf(pid: number): ProcessId | undefined {
  const startedAt = process.platform === "linux" ? linuxStart(pid) : psStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** This very process. */
export function ownProcessId(): ProcessId {
  return processIdOf(process.pid) ?? { pid: process.pid, startedAt: "unknown" };
}

/** Whether that process still runs. A recycled number does not count. */
export function isAlive(id: ProcessId): boolean {
  return processIdOf(id.pid)?.startedAt === id.startedAt;
}

/**
 * Sends a signal to exactly that process, if it is one of ours: our own user's, with the mark among its words.
 *
 * @param mark - what its command line must hold, e.g. the folder of its sandbox
 * @returns whether there was one to send it to
 */
export function signalProcess(id: ProcessId, signal: NodeJS.Signals, mark: string): boolean {
  if (!isAlive(id) || !isOwn(id.pid) || !commandLine(id.pid).includes(mark)) return false;
  try {
    return process.kill(id.pid, signal);
  } catch {
    return false; // It ended between the check and the call.
  }
}

/** The administrator could kill anybody's process. */
function isOwn(pid: number): boolean {
  const uid = process.getuid?.();
  if (uid === undefined) return true;
  if (process.platform !== "linux") return Number(ps(pid, "uid=")) === uid;
  try {
    return statSync(`/proc/${String(pid)}`).uid === uid;
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  if (process.platform !== "linux") return ps(pid, "command=") ?? "";
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Ticks since boot of the start, with the boot's own id: ticks alone repeat after a restart of the machine. */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // The second field is the command in parentheses, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, ticks] = [fields[0], fields[19]];
    return state === "Z" || state === "X" ? undefined : `${bootId()}/${ticks ?? ""}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function psStart(pid: number): string | undefined {
  return ps(pid, "lstart=");
}

function ps(pid: number, field: string): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-ww", "-o", field, "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
