import { createHash } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { SandboxError } from "../../support/errors";

/** Where the sandbox keeps its copy of a stack and all that terraform writes about it. */
export interface StackCopy {
  /** The folder that was copied, without links in its path. */
  readonly source: string;
  /** Folder of everything below; gone with the sandbox. */
  readonly base: string;
  /** Root under which the copy lies at the path of its source, so that paths upwards lead where they did. */
  readonly root: string;
  /** Folder that terraform works in. */
  readonly folder: string;
  /** What `TF_DATA_DIR` names. */
  readonly data: string;
  /** State of the default workspace. */
  readonly stateFile: string;
  /** States of the other workspaces. */
  readonly workspaces: string;
  /** Hashes of the plans that were made here. */
  readonly plans: string;
}

/** @throws SandboxError where there is no such folder */
export function stackCopy(directory: string, folder: string): StackCopy {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new SandboxError("bad-option", `${folder} is not a folder`);
  }
  const source = realpathSync(folder);
  const key = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const base = join(directory, "stacks", `${basename(source).slice(0, 40)}-${key}`);
  const root = join(base, "root");
  return {
    source,
    base,
    root,
    folder: join(root, source),
    data: join(base, "data"),
    stateFile: join(base, "state", "terraform.tfstate"),
    workspaces: join(base, "state", "workspaces"),
    plans: join(base, "plans"),
  };
}
