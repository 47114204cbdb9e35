import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the files of a release into a folder, which is made where it is not. @returns their paths */
export function writeRelease(folder: string, release: Iterable<readonly [string, Uint8Array]>): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from(release, ([file, content]) => {
    const path = join(folder, file);
    writeFileSync(path, content);
    return path;
  });
}
