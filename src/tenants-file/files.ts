import { show, type Fault, type Path } from "../model/issue";
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { cut } from "../model/schema/messages";
import { messageOf } from "../support/errors";
import { checkCluster, type CheckedCluster } from "./check-cluster";
import { checkTenants, type CheckedTenants } from "./check-tenants";
import type { FileIssue } from "./file-issue";
import { LIMITS } from "./limits";
import { tooLarge } from "./read-tree";

/**
 * Reads and checks a file of tenants. Never throws: a file that cannot be read is a fault.
 * @param cluster - facts of the cluster; where they are given, the `cluster` that the file names is not read
 */
export function readTenantsFile(path: string, cluster?: ClusterFacts): CheckedTenants {
  const read = readText(path);
  if ("fault" in read) return { issues: [issueOf(path, read.fault)], work: 0 };
  return checkTenants(read.text, { file: path, cluster: cluster ?? ((named) => factsBeside(path, named)) });
}

/** Reads and checks the facts of a cluster. Never throws. */
export function readClusterFile(path: string): CheckedCluster {
  const read = readText(path);
  return "fault" in read ? { issues: [issueOf(path, read.fault)] } : checkCluster(read.text, path);
}

function factsBeside(path: string, named: string | undefined): CheckedCluster {
  if (named !== undefined) return readNamed(dirname(path), named, path);
  const fault: Fault = {
    code: "missing-cluster-facts",
    message: "missing facts of the cluster",
    received: "nothing",
    expected: "the path of the file that `hikube cluster inspect` writes",
    hint: "add `cluster: cluster.json`, or pass --cluster <file>",
  };
  return { issues: [issueOf(path, fault, ["cluster"])] };
}

/**
 * The author of a file of tenants may not be allowed to read the files of the machine that checks it: the file can only
 * name what is in its own folder or below, and no link leads out.
 */
function readNamed(folder: string, named: string, by: string): CheckedCluster {
  const path = isAbsolute(named) ? named : join(folder, named);
  const isInside =
    isBelow(resolve(folder), resolve(path)) && isBelow(realPath(resolve(folder)), realPath(resolve(path)));
  return isInside ? readClusterFile(path) : { issues: [issueOf(by, outside(named), ["cluster"])] };
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
  if (typeof path !== "string" || path === "") return { fault: unreadable("no path") };
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (!status.isFile()) return { fault: unreadable("not a regular file") };
    return status.size > LIMITS.bytes ? { fault: tooLarge(status.size) } : textOf(readFileSync(file));
  } catch (error) {
    return { fault: unreadable(messageOf(error)) };
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

function unreadable(reason: string): Fault {
  return {
    code: "unreadable-file",
    message: "the file cannot be read",
    received: reason,
    expected: "a text file that this user may read",
    hint: "correct the path or the permissions of the file",
  };
}

function issueOf(file: string, fault: Fault, path: Path = []): FileIssue {
  return { path, ...fault, file, line: 1, column: 1 };
}
