import { rmdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive, signalProcess } from "../../support/process-id";
import { DRAFT_NAME, readState, sandboxFolders, type SandboxState } from "./state";

/** How long the logs of a failed sandbox are kept. */
const KEEP_LOGS_MS = 24 * 60 * 60 * 1000;

/** What to do with a sandbox folder that may be a leftover. */
export type Verdict = "keep" | "clear";

/** A folder as the sweep sees it. */
export interface Folder {
  readonly state: SandboxState | undefined;
  /** Since its last change. */
  readonly ageMs: number;
}

/**
 * Whether a folder is a leftover. A folder without our mark is not one, whatever its name. Running sandboxes stay, and
 * so do the logs of a failed one for a day; what a killed supervisor or a killed start left behind is removed.
 */
export function judgeFolder({ state, ageMs }: Folder, alive = isAlive): Verdict {
  if (state === undefined) return "keep";
  if (alive(state.supervisor)) return "keep";
  return state.status === "failed" && ageMs < KEEP_LOGS_MS ? "keep" : "clear";
}

/**
 * Removes every leftover under the home.
 *
 * @param home - looked at by `privateFolder`
 * @returns names of the sandboxes that were cleared
 */
export function sweep(home: string): readonly string[] {
  return sandboxFolders(home).flatMap((directory) => {
    const state = readState(directory);
    if (state === undefined) clearEmptyDraft(directory);
    if (state?.status === "failed") killComponents(directory, state);
    if (judgeFolder({ state, ageMs: ageOf(directory) }) === "keep") return [];
    clearFolder(directory);
    return basename(directory).startsWith(".") ? [] : [basename(directory)];
  });
}

/** Ends the recorded processes, if they are still the recorded ones, and removes the folder, if it carries our mark. */
export function clearFolder(directory: string): void {
  const state = readState(directory);
  if (state === undefined) return;
  killComponents(directory, state);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** How long a draft without a state may be in the making. */
const GRACE_MS = 60 * 1000;

/** The folder of a start that was killed before it wrote anything; a non-empty folder stays. */
function clearEmptyDraft(directory: string): void {
  if (!DRAFT_NAME.test(basename(directory)) || ageOf(directory) < GRACE_MS) return;
  try {
    rmdirSync(directory);
  } catch {
    // It is not empty, and so none of ours.
  }
}

function killComponents(directory: string, state: SandboxState): void {
  for (const id of Object.values(state.components)) signalProcess(id, "SIGKILL", directory);
}

/** Keeps the logs and the state of a sandbox that failed; keys and data go. */
export function keepLogsOnly(directory: string): void {
  for (const entry of sandboxFolders(directory)) {
    if (basename(entry) !== "logs") rmSync(entry, { recursive: true, force: true });
  }
  rmSync(join(directory, "kubeconfig"), { force: true });
}

function ageOf(directory: string): number {
  try {
    return Date.now() - statSync(directory).mtimeMs;
  } catch {
    return 0; // Gone meanwhile: another sweep was faster.
  }
}
