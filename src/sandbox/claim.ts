import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logFolder } from "./control-plane/component";
import type { ComponentName } from "./control-plane/plan";
import type { CompleteOptions } from "./options";
import { SandboxError, asDiskFull, systemCode } from "../support/errors";
import { clearFolder, sweep } from "./state/leftovers";
import { privateFolder } from "../support/own-folder";
import { isAlive, ownProcessId } from "../support/process-id";
import { writeShims } from "./terraform/shim";
import { makePrivateFolder, readState, writeState } from "./state/state";
import { LAUNCH_FILE, type LaunchOrder } from "./supervisor/protocol";

/**
 * Claims the name: creates the sandbox's folder with the instructions for its supervisor. Leftovers of dead sandboxes
 * are removed first.
 *
 * @returns the folder
 * @throws SandboxError `name-taken` where a sandbox of that name runs
 */
export function claimFolder(options: CompleteOptions, binaries: Readonly<Record<ComponentName, string>>): string {
  try {
    makePrivateFolder(options.home);
    const home = privateFolder(options.home) ?? options.home;
    sweep(home);
    return claim({ ...options, home }, binaries);
  } catch (error) {
    throw asDiskFull(error, options.home);
  }
}

function claim(options: CompleteOptions, binaries: Readonly<Record<ComponentName, string>>): string {
  const directory = join(options.home, options.name);
  clearIfDead(directory, options.name);
  const draft = join(options.home, `.${options.name}.${String(process.pid)}`);
  mkdirSync(draft, { mode: 0o700 });
  try {
    fill(draft, options, binaries);
    writeShims(draft, directory);
    renameSync(draft, directory); // Fails if the folder exists: of two simultaneous starts, one wins.
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(systemCode(error) ?? "") ? inTheWay(directory, options) : error;
  }
  return directory;
}

function inTheWay(directory: string, { name }: CompleteOptions): SandboxError {
  if (readState(directory) !== undefined) return nameTaken(name);
  return new SandboxError(
    "name-taken",
    `${directory} exists and is not a sandbox; move it away, or choose another name`,
  );
}

function clearIfDead(directory: string, name: string): void {
  const state = readState(directory);
  if (state === undefined) return;
  if (isAlive(state.supervisor)) throw nameTaken(name);
  clearFolder(directory);
}

function nameTaken(name: string): SandboxError {
  const mend = `stop it with "hikube sandbox down --name ${name}", or choose another name`;
  return new SandboxError("name-taken", `a sandbox named "${name}" is running; ${mend}`);
}

function fill(draft: string, options: CompleteOptions, binaries: Readonly<Record<ComponentName, string>>): void {
  const { name, nodes, port, featureGates, authenticationConfig, timeoutMs } = options;
  const order: LaunchOrder = { name, nodes, port, featureGates, authenticationConfig, timeoutMs, binaries };
  // First, because a folder without it has no owner.
  writeState(draft, {
    formatVersion: 1,
    name,
    nodes,
    status: "claimed",
    supervisor: ownProcessId(),
    components: {},
    startedAt: new Date().toISOString(),
  });
  mkdirSync(logFolder(draft), { mode: 0o700 });
  writeFileSync(join(draft, LAUNCH_FILE), JSON.stringify(order), { mode: 0o600 });
}
