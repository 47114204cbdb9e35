import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Whether the file is there and may be executed. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const found = statSync(path);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

/** The executable of that name on `PATH`, or the one at that path; `undefined` where there is none. */
export function findExecutable(command: string, path = process.env.PATH ?? ""): string | undefined {
  if (command.includes("/")) return isExecutable(command) ? resolve(command) : undefined;
  const candidates = path.split(delimiter).filter((folder) => folder !== "");
  return candidates.map((folder) => join(folder, command)).find(isExecutable);
}
