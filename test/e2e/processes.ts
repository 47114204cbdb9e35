import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** How many other processes run in a folder or below it. */
export function processesBelow(folder: string): number {
  const others = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
  return others.filter((pid) => placeOf(pid).startsWith(folder)).length;
}

function placeOf(pid: string): string {
  try {
    return readlinkSync(join("/proc", pid, "cwd"));
  } catch {
    return ""; // It has ended, or is another user's.
  }
}
