import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { STOPS } from "./run-tool";

/** Marks a listener that removes a folder and waits for nobody: several of them must not wait for each other. */
const REMOVES = Symbol("removes a private folder");

/** Where a private folder is made: under a name that only starts so, or at a path, where the one before is removed. */
export type PrivatePlace = { readonly start: string } | { readonly path: string };

/** Does something with a new folder that is this user's alone, and gone afterwards, however it ends. */
export async function withPrivateFolder<T>(place: PrivatePlace, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = "start" in place ? mkdtempSync(place.start) : makeAnew(place.path);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = Object.assign(
    (signal: NodeJS.Signals) => {
      // A tool that runs listens too: it is waited for, and we end after it.
      if (process.listeners(signal).some((listener) => !(REMOVES in listener))) return;
      remove();
      process.off(signal, stop);
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    },
    { [REMOVES]: true },
  );
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
