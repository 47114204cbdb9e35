import { show, type Fault } from "../model/issue";
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { cut } from "../model/schema/messages";
import { messageOf } from "../support/errors";
import { checkAccepted, type CheckedAccepted } from "./accepted-file";
import { checkCluster, type CheckedCluster } from "./check-cluster";
import { checkTenants, type CheckedTenants, type NamedFacts } from "./check-tenants";
import type { FileIssue } from "./file-issue";
import { LIMITS } from "./limits";
import { tooLarge } from "./read-tree";

/**
 * Reads and checks a file of tenants. Never throws: a file that cannot be read is a fault.
 * @param cluster - facts of the cluster; where they are given, the `cluster` that the file names is not read
 */
export function readTenantsFile(path: string, cluster?: ClusterFacts): CheckedTenants {
  return readTenantsFileOn(path, cluster ?? ((named) => factsBeside(path, named)));
}

/** The same, with facts that may have faults of their own: the tenants are checked all the same. */
export function readTenantsFileOn(path: string, cluster: ClusterFacts | NamedFacts): CheckedTenants {
  const read = readText(path);
  return "fault" in read
    ? { issues: [issueOf(path, read.fault)], work: 0 }
    : checkTenants(read.text, { file: path, cluster });
}

/** Reads and checks the facts of a cluster. Never throws. */
export function readClusterFile(path: string): CheckedCluster {
  const read = readText(path);
  return "fault" in read ? { issues: [issueOf(path, read.fault)] } : checkCluster(read.text, path);
}

/** Reads and checks a file of accepted findings. Never throws. */
export function readAcceptedFile(path: string): CheckedAccepted {
  const read = readText(path);
  return "fault" in read ? { issues: [issueOf(path, read.fault)] } : checkAccepted(read.text, path);
}

function factsBeside(path: string, named: string | undefined): ReturnType<NamedFacts> {
  if (named !== undefined) return readNamed(dirname(path), named);
  return {
    code: "missing-cluster-facts",
    message: "missing facts of the cluster",
    received: "nothing",
    expected: "the path of the file that `hikube cluster inspect` writes",
    hint: "add `cluster: cluster.json`, or pass --cluster <file>",
  };
}

/**
 * The author of a file of tenants may not be allowed to read the files of the machine that checks it: the file can only
 * name what is in its own folder or below, and no link leads out.
 */
function readNamed(folder: string, named: string): ReturnType<NamedFacts> {
  const path = isAbsolute(named) ? named : join(folder, named);
  const isInside =
    isBelow(resolve(folder), resolve(path)) && isBelow(realPath(resolve(folder)), realPath(resolve(path)));
  if (!isInside) return outside(named);
  const read = readText(path);
  if (!("fault" in read)) return checkCluster(read.text, path);
  return read.fault.code === "unreadable-file"
    ? { ...read.fault, received: show(cut(named)) }
    : { issues: [issueOf(path, read.fault)] };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** An absolute path with all links resolved; of a file that does not exist, those of its folder. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(realPath(dirname(path)), basename(path));
  }
}

function outside(named: string): Fault {
  return {
    code: "path-outside-folder",
    message: "the facts of the cluster must be in the folder of the tenants",
    received: show(cut(named)),
    expected: "a path in the folder of this file or below it, without a link that leads out of it",
    hint: "move or copy the file there, or remove `cluster` and pass --cluster <file>",
  };
}

type ReadText = { readonly text: string } | { readonly fault: Fault };

/** A pipe or a device may never end: only a regular file is read, and opening does not wait. */
function readText(path: unknown): ReadText {
  if (typeof path !== "string" || path === "") return { fault: unreadable(path, "this is no path") };
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (status.isDirectory()) return { fault: unreadable(path, "it is a folder") };
    if (!status.isFile()) return { fault: unreadable(path, "it is not a regular file") };
    return status.size > LIMITS.bytes ? { fault: tooLarge(status.size) } : textOf(readFileSync(file));
  } catch (error) {
    return { fault: unreadable(path, messageOf(error)) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function textOf(bytes: Buffer): ReadText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const hint = "save the file as UTF-8";
    const message = "the file is not UTF-8";
    return { fault: { code: "invalid-encoding", message, received: "other bytes", expected: "UTF-8", hint } };
  }
}

function unreadable(path: unknown, reason: string): Fault {
  return {
    code: "unreadable-file",
    message: `the file cannot be read: ${reason}`,
    received: typeof path === "string" ? show(cut(path)) : "something else",
    expected: "a text file that this user may read",
    hint: "correct the path or the permissions of the file",
  };
}

function issueOf(file: string, fault: Fault): FileIssue {
  return { path: [], ...fault, file, line: 1, column: 1 };
}
