import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemCode } from "../../support/errors";
import { UsageError } from "../command";
import { assertWritableFolder } from "../output-path";
import type { NewFile } from "./template-files";

/**
 * Writes files into a folder, which is made if it is not there.
 * @throws UsageError before anything is written, where one of them, or something in the place of its folder, is there
 */
export function writeFiles(folder: string, files: readonly NewFile[]): void {
  assertWritableFolder("[folder]", folder);
  const taken = [...new Set(files.flatMap(({ path }) => takenBy(folder, path)))];
  if (taken.length > 0) {
    throw new UsageError(
      [
        `${folder} has files that would be overwritten; nothing was written:`,
        ...taken.map((path) => `  ${path}`),
        "  hint: name a folder of its own, and take over from there what you need",
      ],
      "existing-files",
    );
  }
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    // Not even what came since the look.
    writeFileSync(target, text, { flag: "wx", mode: path.endsWith(".sh") ? 0o755 : 0o644 });
  }
}

/** What is in the way of a file: itself, or what is no folder of its own on the way to it. A link leads somewhere else. */
function takenBy(folder: string, path: string): readonly string[] {
  const parts = path.split("/");
  const ways = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
  const blocked = ways.find((way) => isThere(folder, way) && !lstatSync(join(folder, way)).isDirectory());
  if (blocked !== undefined) return [blocked];
  return isThere(folder, path) ? [path] : [];
}

function isThere(folder: string, path: string): boolean {
  try {
    return lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (systemCode(error) === "ENOTDIR") return false;
    throw error;
  }
}
