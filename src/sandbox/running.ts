import { setTimeout as sleep } from "node:timers/promises";
import { basename, join } from "node:path";
import { sandboxHome } from "../support/home";
import { checkName } from "./options";
import { openSandbox, type Sandbox } from "./sandbox";
import { SandboxError } from "../support/errors";
import { clearFolder, sweep } from "./state/leftovers";
import { privateFolder } from "../support/own-folder";
import { isAlive, signalProcess } from "../support/process-id";
import { readState, sandboxFolders, type SandboxState } from "./state/state";

/** How long a supervisor may take to remove its sandbox before it is killed. */
const STOP_TIMEOUT_MS = 10_000;

const POLL_MS = 50;

/** A sandbox of this user, running or failed. */
export interface FoundSandbox extends SandboxState {
  readonly directory: string;
}

/**
 * All sandboxes of this user; clears leftovers on the way.
 * @throws SandboxError `unsafe-folder` where somebody else could have put them there
 */
export function findSandboxes(home = sandboxHome()): readonly FoundSandbox[] {
  const own = privateFolder(home);
  if (own === undefined) return [];
  sweep(own);
  return sandboxFolders(own)
    .map((directory) => ({ directory, state: stateOf(directory) }))
    .flatMap(({ directory, state }) => (state === undefined ? [] : [{ ...state, directory }]))
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** Drafts and folders with invalid names are not sandboxes. */
function stateOf(directory: string): SandboxState | undefined {
  const state = readState(directory);
  if (state?.name !== basename(directory)) return undefined;
  privateFolder(directory);
  return state;
}

/** Opens the running sandbox of that name. @throws SandboxError `not-running` */
export function findSandbox(name: string, home = sandboxHome()): Sandbox {
  const found = findSandboxes(home).find((sandbox) => sandbox.name === name);
  if (found?.status !== "ready") throw notRunning(name, found);
  return openSandbox(name, found.directory);
}

function notRunning(name: string, found: FoundSandbox | undefined): SandboxError {
  const why = found === undefined ? "is not running" : found.status === "failed" ? "has failed" : "is still starting";
  const mend = `start it with "hikube sandbox up${name === "default" ? "" : ` --name ${name}`}"`;
  return new SandboxError("not-running", `sandbox "${name}" ${why}; ${mend}`);
}

/** Stops the sandbox of that name and removes its folder. @returns whether there was one */
export async function stopSandbox(name: string, home = sandboxHome()): Promise<boolean> {
  checkName(name);
  const own = privateFolder(home);
  if (own === undefined) return false;
  const directory = join(own, name);
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  const state = await handedOver(directory, deadline);
  if (state === undefined) return false;
  signalProcess(state.supervisor, "SIGTERM", directory);
  while (isAlive(state.supervisor) && Date.now() < deadline) await sleep(POLL_MS);
  signalProcess(state.supervisor, "SIGKILL", directory);
  clearFolder(directory);
  return true;
}

/** The process that starts a sandbox is a test run or a shell: it is never killed. */
async function handedOver(directory: string, deadline: number): Promise<SandboxState | undefined> {
  let state = stateOf(directory);
  while (state?.status === "claimed" && isAlive(state.supervisor)) {
    if (Date.now() > deadline) {
      const pid = String(state.supervisor.pid);
      throw new SandboxError("not-running", `sandbox "${state.name}" is being started by process ${pid}; try again`);
    }
    await sleep(POLL_MS);
    state = stateOf(directory);
  }
  return state;
}
