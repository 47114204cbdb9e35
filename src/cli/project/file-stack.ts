import { createHash } from "node:crypto";
import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { binaryCache } from "../../support/home";
import { UsageError, type Io } from "../command";
import { note } from "../printer";
import { linksIn } from "./stack-folder";
import { withPrivateFolder, type PrivatePlace } from "./private-folder";

/** Name of the one stack of a tenants file: a part of the names of its folder and its state. */
export const FILE_STACK = "tenants";

const LOCK_FILE = ".terraform.lock.hcl";
const UNSAVED_STATE = "errored.tfstate";

export interface FreshFolder {
  /** The output folder, as `hikube synth` writes it. */
  readonly usual: string;
  /** Folder of the sandbox that terraform works in. @default - in none */
  readonly sandbox?: string;
  /** Backend that was named for the state. @default - none: the usual state of the folder */
  readonly backend?: Readonly<Record<string, unknown>>;
  readonly io: Io;
}

/**
 * Does something in a new folder that the stack of a tenants file is synthesized to and terraform runs in. Nobody else
 * has put anything there, whatever lies in the user's own output folder: a review of the tenants file is a review of all
 * that is run. From there come the versions of the providers alone, and they are kept there.
 */
export async function inFreshFolder<T>(fresh: FreshFolder, use: (output: string) => Promise<T>): Promise<T> {
  const { usual, sandbox, io } = fresh;
  // What a link leads to is somebody else's, and neither read nor written.
  const kept = linksIn(usual).length === 0 ? stackFolder(usual) : undefined;
  if (kept !== undefined && sandbox === undefined) assertNoWorkspace(kept, io);
  return withPrivateFolder(placeFor(fresh), async (output) => {
    const directory = stackFolder(output);
    mkdirSync(directory, { recursive: true });
    if (kept !== undefined) copyLock(kept, directory);
    try {
      return await use(output);
    } finally {
      if (kept !== undefined) copyLock(directory, kept);
      keepUnsavedState(directory, io);
    }
  });
}

/** The folder that terraform runs in. */
export function stackFolder(output: string): string {
  return join(output, "stacks", FILE_STACK);
}

/**
 * The backend block of the stack, with its state where it is if terraform runs in the output folder: a local one names
 * files from there, and so do workspaces.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/local
 */
export function settledBackend(
  backend: Readonly<Record<string, unknown>> = { local: { path: resolve(`terraform.${FILE_STACK}.tfstate`) } },
  usual: string,
): Readonly<Record<string, unknown>> {
  const { local } = backend;
  if (typeof local !== "object" || local === null) return backend;
  const { path, workspace_dir: workspaces, ...others }: Readonly<Record<string, unknown>> = { ...local };
  const at = (given: unknown, name: string) => resolve(stackFolder(usual), typeof given === "string" ? given : name);
  return {
    local: { ...others, path: at(path, "terraform.tfstate"), workspace_dir: at(workspaces, "terraform.tfstate.d") },
  };
}

/** A new folder knows of no workspace that was selected before, and the default one has another state. */
function assertNoWorkspace(folder: string, { env }: Io): void {
  const file = join(folder, ".terraform", "environment");
  if ((env.TF_WORKSPACE ?? "") !== "" || !isPlainFile(file)) return;
  const name = readFileSync(file, "utf8").trim();
  if (name === "" || name === "default") return;
  throw new UsageError(
    `a workspace is selected in ${folder}, and a tenants file is worked on in a new folder each time; ` +
      `expected: its name in TF_WORKSPACE, or none; set TF_WORKSPACE, or remove ${file}`,
  );
}

/**
 * Not where other users may write, nor where programs cannot be run, as providers are from there. A sandbox knows a stack
 * and its state by the path of the folder: there it is the same each time for the same backend, and another for another, as outside.
 */
function placeFor({ usual, sandbox, backend, io }: FreshFolder): PrivatePlace {
  const start = join(cacheFolder(io), "stacks-");
  if (sandbox === undefined) return { start };
  const key = createHash("sha256")
    .update(JSON.stringify([sandbox, usual, ...(backend === undefined ? [] : [backend])]))
    .digest("hex")
    .slice(0, 16);
  return { path: `${start}${key}` };
}

function cacheFolder({ env }: Io): string {
  const folder = dirname(binaryCache(env));
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return tmpdir();
  }
}

function copyLock(from: string, to: string): void {
  const [lock, copy] = [join(from, LOCK_FILE), join(to, LOCK_FILE)];
  if (!isPlainFile(lock) || (isPlainFile(copy) && readFileSync(copy).equals(readFileSync(lock)))) return;
  mkdirSync(to, { recursive: true });
  copyFileSync(lock, copy);
}

/** Terraform writes it where it runs when it cannot save a state; without it, what was made is known to nobody. */
function keepUnsavedState(directory: string, io: Io): void {
  const unsaved = join(directory, UNSAVED_STATE);
  if (!existsSync(unsaved)) return;
  const kept = freeName(resolve(UNSAVED_STATE));
  copyFileSync(unsaved, kept);
  const told = `the state could not be saved to its backend; it is in ${kept}: upload it with \`terraform state push\``;
  note(io, "state-not-saved", told);
}

function freeName(path: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : `${path}-${attempt}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
