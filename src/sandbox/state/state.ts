import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../sandbox-error";
import type { ProcessId } from "./process-id";

/** What a sandbox's folder says of it, so that any later process can find, stop or clear it. */
export interface SandboxState {
  /** Version of this file's form. */
  readonly formatVersion: 1;
  readonly name: string;
  /** `claimed`: the starter has not handed over to the supervisor yet. */
  readonly status: "claimed" | "starting" | "ready" | "failed";
  /** Address of the API server, once it is known. */
  readonly server?: string;
  readonly nodes: number;
  /** Who keeps it alive: while `claimed` the process that asked for it, then its supervisor. */
  readonly supervisor: ProcessId;
  /** The control plane's processes by name. */
  readonly components: Readonly<Record<string, ProcessId>>;
  /** Start of the sandbox in ISO 8601. */
  readonly startedAt: string;
  /** Why it failed. */
  readonly reason?: string;
}

/** Reads the state of one sandbox folder; `undefined` where there is none that can be read. */
export function readState(directory: string): SandboxState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(directory), "utf8")) as SandboxState;
    // Checked at the door: a file of another version must not lead to a signal to some process.
    return (state.formatVersion as number) === 1 ? state : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** Writes the state whole or not at all. */
export function writeState(directory: string, state: SandboxState): void {
  const draft = `${stateFile(directory)}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(draft, stateFile(directory));
}

/** Folders under the home of all sandboxes, half-made ones (their name begins with a dot) included. */
export function sandboxFolders(home: string): readonly string[] {
  try {
    return readdirSync(home, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(home, entry.name));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Makes a folder that only its owner can enter. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

function stateFile(directory: string): string {
  return join(directory, "sandbox.json");
}
