import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Removes the files of a folder whose names match; a folder that is not there has none. */
export function removeFiles(folder: string, name: RegExp): void {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).filter((each) => name.test(each))) rmSync(join(folder, file));
}
