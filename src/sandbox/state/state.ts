import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { systemCode } from "../../support/errors";
import { ownUid, readOwnFile } from "../../support/own-folder";
import type { ProcessId } from "../../support/process-id";

/** The state of a sandbox in its folder, so that any later process can find, stop or remove it. */
export interface SandboxState {
  /** Version of this file's form. */
  readonly formatVersion: 1;
  readonly name: string;
  /** `claimed`: the starter has not handed over to the supervisor yet. */
  readonly status: "claimed" | "starting" | "ready" | "failed";
  /** Address of the API server, once it is known. */
  readonly server?: string;
  readonly nodes: number;
  /** The process that keeps it alive: while `claimed` its starter, then its supervisor. */
  readonly supervisor: ProcessId;
  /** The control plane's processes by name. */
  readonly components: Readonly<Record<string, ProcessId>>;
  /** Start of the sandbox in ISO 8601. */
  readonly startedAt: string;
  /** Why it failed. */
  readonly reason?: string;
}

/** The mark of a sandbox's folder: its name alone is not enough, nor is a copy of it elsewhere. */
interface Mark {
  readonly format: typeof FORMAT;
  /** Numeric id of the user who made it. @default - the system has none */
  readonly owner?: number;
  /** Number of the very folder on its disk. */
  readonly folder: string;
}

const FORMAT = "cdktf-hikube sandbox";

function markOf(directory: string): Mark {
  return { format: FORMAT, owner: ownUid(), folder: String(statSync(directory, { bigint: true }).ino) };
}

/**
 * Reads the state of one sandbox folder; `undefined` where there is none that carries our mark.
 * @throws SandboxError `unsafe-folder` where somebody else could have written it
 */
export function readState(directory: string): SandboxState | undefined {
  const text = readOwnFile(stateFile(directory));
  if (text === undefined) return undefined;
  const { mark, ...state } = parseState(text) ?? {};
  // Checked first: a file of another version, or of another folder, must not lead to a signal to some process.
  return isState(state) && isDeepStrictEqual(mark, plain(markOf(directory))) ? state : undefined;
}

function parseState(text: string): { readonly mark?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: object): value is SandboxState {
  return "formatVersion" in value && value.formatVersion === 1 && "supervisor" in value && "components" in value;
}

function plain(mark: Mark): unknown {
  return JSON.parse(JSON.stringify(mark));
}

/** Writes the state atomically, with the mark of its folder. */
export function writeState(directory: string, state: SandboxState): void {
  const draft = `${stateFile(directory)}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify({ ...state, mark: markOf(directory) }, null, 2), { mode: 0o600 });
  renameSync(draft, stateFile(directory));
}

/** Name of a folder that is being made. */
export const DRAFT_NAME = /^\.[a-z][a-z0-9-]*\.\d+$/;

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
