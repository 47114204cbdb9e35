import { randomBytes } from "node:crypto";
import { linkSync, lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { systemCode } from "../../support/errors";
import { UsageError } from "../command";
import { assertWritableFile } from "../output-path";

/**
 * Refuses what would be overwritten, before a secret is asked for.
 * @throws UsageError where something is there and `force` is not given, or where no file can be written
 */
export function assertFree(path: string, force: boolean): void {
  assertWritableFile("--out", path);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!force) throw taken(path);
  if (!found.isFile()) throw new UsageError(`--out: ${path} is no plain file; name another one`, "unwritable-path");
}

/**
 * Writes a file that nobody but its owner reads, as a whole or not at all. What was there, and who could read that, is no
 * part of it.
 * @throws UsageError where something appeared there meanwhile
 */
export function writePrivate(path: string, text: string, force: boolean): void {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
    if (force) renameSync(draft, path);
    else linkSync(draft, path);
  } catch (error) {
    throw systemCode(error) === "EEXIST" ? taken(path) : error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function taken(path: string): UsageError {
  return new UsageError(`--out: ${path} exists; name another file, or overwrite it with --force`, "unwritable-path");
}
