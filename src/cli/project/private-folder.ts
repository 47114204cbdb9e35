import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { STOPS } from "../../support/terminal";
import { isWaitedFor, passive } from "../stop";

/** Where a private folder is made: under a name that only starts so, or at a path, where the one before is removed. */
export type PrivatePlace = { readonly start: string } | { readonly path: string };

/** Does something with a new folder that is this user's alone, and gone afterwards, however it ends. */
export async function withPrivateFolder<T>(place: PrivatePlace, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = "start" in place ? mkdtempSync(place.start) : makeAnew(place.path);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = passive((signal: NodeJS.Signals) => {
    // A tool that runs is waited for, and we end after it.
    if (isWaitedFor(signal)) return;
    remove();
    process.off(signal, stop);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
  for (const signal of STOPS) process.on(signal, stop);
  try {
    return await use(folder);
  } finally {
    for (const signal of STOPS) process.off(signal, stop);
    remove();
  }
}

/** @throws Error where something is in the way that cannot be removed: it is somebody else's */
function makeAnew(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}
