import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of this package, from sources as well as from the compiled files: the next one up with a `package.json`. */
export function packageRoot(from = __dirname): string {
  const up = dirname(from);
  if (up === from || existsSync(join(from, "package.json"))) return from;
  return packageRoot(up);
}
