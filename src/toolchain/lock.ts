import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Progress, Step } from "../support/progress";
import { systemCode } from "../support/errors";
import { isAlive, ownProcessId, type ProcessId } from "../support/process-id";

const POLL_MS = 500;

/** Runs the work while no other process does work under the same lock file. */
export async function withLock<T>(path: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  await acquire(path, progress);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path: string, progress: Progress): Promise<void> {
  let waiting: Step | undefined;
  while (!tryAcquire(path)) {
    const holder = readHolder(path);
    // The lock of a process that was killed. (An unreadable one was just made or just let go.)
    if (holder !== undefined && !isAlive(holder)) rmSync(path, { force: true });
    waiting ??= progress.step("waiting for another process that fetches the same binaries");
    await sleep(POLL_MS);
  }
  waiting?.done();
}

function tryAcquire(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(ownProcessId()), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readHolder(path: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessId;
  } catch {
    return undefined;
  }
}
