import {
  accessSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmdirSync,
  statSync,
  type Stats,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HTML_START } from "../model/html-text";
import { messageOf, systemCode } from "../support/errors";
import { UsageError } from "./command";

// What a command writes at its end is looked at before it begins: a cluster is not asked for nothing.

/** What a command writes to a file, and how each such file begins. */
export interface Written {
  /** E.g. `a page`. */
  readonly what: string;
  readonly start: string;
}

/** What `--html` overwrites. */
export const PAGE: Written = { what: "a page", start: HTML_START };

/**
 * Refuses a file that cannot be written.
 * @param flag - the option or argument that names it
 * @param written - what may be overwritten; a file of another kind may be the command's own input. Default: anything
 * @throws UsageError
 */
export function assertWritableFile(flag: string, path: string, written?: Written): void {
  const found = statusOf(flag, path);
  if (found?.isDirectory() === true) throw refusal(flag, path, "it is a folder, not a file");
  if (found !== undefined) {
    assertAccess(flag, path, path);
    if (written !== undefined && found.isFile() && found.size > 0) assertOfKind(flag, path, written);
    return;
  }
  const folder = dirname(path);
  if (statusOf(flag, folder) === undefined)
    throw refusal(flag, path, `there is no folder ${folder}; make it first, or name another file`);
  assertFolder(flag, path, folder);
}

/**
 * Refuses a folder that is not there and cannot be made, or that cannot be written into.
 * @param flag - the option or argument that names it
 * @throws UsageError
 */
export function assertWritableFolder(flag: string, path: string): void {
  let place = resolve(path);
  while (statusOf(flag, place) === undefined && dirname(place) !== place) place = dirname(place);
  assertFolder(flag, path, place);
  if (place !== resolve(path)) assertTakesFolders(flag, path, place);
}

/** Tries it: the rights of /proc promise folders that nobody can make, and Node's recursive `mkdir` never ends there. */
function assertTakesFolders(flag: string, path: string, place: string): void {
  try {
    rmdirSync(mkdtempSync(join(place, ".hikube-")));
  } catch {
    throw refusal(flag, path, `no folder can be made in ${place}`);
  }
}

function assertOfKind(flag: string, path: string, { what, start }: Written): void {
  const bytes = Buffer.alloc(Buffer.byteLength(start));
  const file = openToRead(flag, path);
  try {
    readSync(file, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(file);
  }
  if (bytes.toString("utf8") !== start)
    throw refusal(flag, path, `it exists and is not ${what} of this command; name another file, or remove it first`);
}

function openToRead(flag: string, path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw refusal(flag, path, messageOf(error));
  }
}

function assertFolder(flag: string, path: string, folder: string): void {
  if (statusOf(flag, folder)?.isDirectory() !== true) throw refusal(flag, path, `${folder} is not a folder`);
  assertAccess(flag, path, folder);
}

function assertAccess(flag: string, path: string, place: string): void {
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw refusal(flag, path, messageOf(error));
  }
}

/** What is there; a part of a path that is no folder has nothing below it. */
function statusOf(flag: string, path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === "ENOTDIR") return undefined;
    throw refusal(flag, path, messageOf(error));
  }
}

function refusal(flag: string, path: string, reason: string): UsageError {
  return new UsageError(`${flag}: ${path} cannot be written: ${reason}; nothing was started`, "unwritable-path");
}
