import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { SandboxError, systemCode } from "./errors";

/*
 * The contents of the sandboxes' folder are trusted: kubeconfigs run commands, state files name processes to kill. So
 * only the user may be able to write there. The rules are those of OpenSSH for keys: owner, and no rights to write for
 * others.
 */

const GROUP_OR_OTHERS = 0o022;
const OTHERS = 0o002;
const STICKY = 0o1000;

/** Numeric id of this user; nothing on systems without owners of files. */
export function ownUid(): number | undefined {
  return process.getuid?.();
}

/**
 * The real path of a folder that only this user can write, considering the folders above it too.
 *
 * @returns nothing where there is no such folder
 * @throws SandboxError `unsafe-folder` that says what is wrong and how to mend it
 */
export function privateFolder(path: string): string | undefined {
  const found = statsOf(path);
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) throw unsafe(path, "is a link", "name the folder that it leads to");
  if (!found.isDirectory()) throw unsafe(path, "is not a folder", "name another one");
  assertOwn(path, found);
  assertWays(path);
  return realpathSync(path);
}

/** @throws SandboxError `unsafe-folder` where somebody else owns it, or may write it */
export function assertOwn(path: string, found: Stats): void {
  const uid = ownUid();
  if (uid === undefined) return;
  if (found.uid !== uid) throw ofAnother(path, found, [uid]);
  if ((found.mode & GROUP_OR_OTHERS) !== 0) throw unsafe(path, "may be written by others", `chmod go-w ${path}`);
}

/**
 * A folder of programs: the administrator may own it too, and the user's own group may write it.
 * @throws SandboxError `unsafe-folder`
 */
export function assertTrusted(path: string): void {
  const [uid, found] = [ownUid(), statsOf(path, true)];
  if (uid === undefined || found === undefined) return;
  if (found.uid !== uid && found.uid !== 0) throw ofAnother(path, found, [uid, 0]);
  const allowed = found.gid === process.getgid?.() ? OTHERS : GROUP_OR_OTHERS;
  if ((found.mode & allowed) !== 0) throw unsafe(path, "may be written by others", `chmod go-w ${path}`);
  assertWays(path);
}

/**
 * Whoever may rename a parent folder can replace this one. Folders above the user's home are not checked: whoever can
 * change those has the user's shell already.
 */
function assertWays(path: string): void {
  for (const way of new Set([...above(resolve(path)), ...above(realpathSync(path))])) assertWay(way);
}

function above(path: string): readonly string[] {
  const up = dirname(path);
  return up === path ? [] : [up, ...above(up)];
}

function assertWay(path: string): void {
  const [uid, found] = [ownUid(), statsOf(path)];
  if (uid === undefined || found === undefined || leadsHome(path)) return;
  if (found.uid !== uid && found.uid !== 0) throw ofAnother(path, found, [uid, 0]);
  if (found.isSymbolicLink() || (found.mode & STICKY) !== 0) return;
  const allowed = found.gid === process.getgid?.() ? OTHERS : GROUP_OR_OTHERS;
  if ((found.mode & allowed) !== 0) {
    throw unsafe(path, "may be written by others, who could put another folder in its place", `chmod go-w ${path}`);
  }
}

function leadsHome(path: string): boolean {
  const home = homedir();
  return home !== "" && [home, ...above(home)].includes(path);
}

/**
 * The contents of a file of a sandbox, if it is the user's own: checked and read by one handle, so that it cannot be
 * replaced in between.
 *
 * @returns nothing where there is none
 * @throws SandboxError `unsafe-folder` where somebody else could have written it
 */
export function readOwnFile(path: string): string | undefined {
  const file = openFile(path);
  if (file === undefined) return undefined;
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return undefined;
    assertOwn(path, found);
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** A pipe must not block us, nor a link lead elsewhere. */
function openFile(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

function statsOf(path: string, follow = false): Stats | undefined {
  try {
    return lstatSync(follow ? realpathSync(path) : path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function ofAnother(path: string, { uid }: Stats, allowed: readonly number[]): SandboxError {
  const expected = allowed.map((each) => String(each)).join(" or ");
  return unsafe(path, `belongs to user ${String(uid)}, not to ${expected}`, "name a folder of your own");
}

function unsafe(path: string, why: string, mend: string): SandboxError {
  return new SandboxError("unsafe-folder", `${path} ${why}, so nothing in it is trusted; ${mend}`);
}
