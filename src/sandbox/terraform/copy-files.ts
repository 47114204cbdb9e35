import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { SandboxError } from "../../support/errors";
import type { StackCopy } from "./stack-copy";

/** More than this beside a stack is not meant for terraform. */
const MAX_BYTES = 1024 ** 3;

/** What terraform itself keeps in a folder: state, backend, providers, locks. */
const STATE = /^\.terraform$|\.tfstate(\.|$)/;

/** Too large to copy, and of no account to terraform but for what a file may refer to. */
const LINKED = new Set([".git", "node_modules"]);

/** Something of a stack's folder, by its path in there. */
interface Entry {
  readonly path: string;
  /** Changes with its content. */
  readonly stamp: string;
  /** What a link points to. @default - it is a file */
  readonly target?: string;
  readonly bytes: number;
}

/**
 * Brings the copy up to date: what was changed or is new is copied, what is gone is removed. What terraform wrote into
 * the copy stays. Each file is put in place whole, so that a second terraform may read meanwhile.
 *
 * @param hidden - folder that is never copied: the sandboxes' own
 * @returns paths of the files in there, links apart
 */
export function copyFiles({ source, folder, base }: StackCopy, hidden: string): readonly string[] {
  const ledgerFile = join(base, "copied.json");
  const ledger = readLedger(ledgerFile);
  const entries = isStack(source) ? walk(source, "", hidden) : [];
  assertSize(source, entries);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const entry of entries) {
    const target = join(folder, entry.path);
    if (ledger[entry.path] !== entry.stamp || !existsSync(target)) put(join(source, entry.path), target, entry);
  }
  const stamps = Object.fromEntries(entries.map(({ path, stamp }) => [path, stamp]));
  for (const path of Object.keys(ledger)) if (!Object.hasOwn(stamps, path)) rmSync(join(folder, path), { force: true });
  writeWhole(ledgerFile, JSON.stringify(stamps));
  return entries.filter(({ target }) => target === undefined).map(({ path }) => path);
}

/** Writes a file whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const draft = draftOf(path);
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

function readLedger(path: string): Readonly<Record<string, string>> {
  // Written whole by `writeWhole`, and by nobody else.
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
}

/** A folder without configuration is no stack, whatever lies in it. */
function isStack(folder: string): boolean {
  return readdirSync(folder).some((name) => /\.(tf|tofu)(\.json)?$/.test(name));
}

function walk(source: string, below: string, hidden: string): readonly Entry[] {
  return readdirSync(join(source, below), { withFileTypes: true }).flatMap((found) => {
    const path = join(below, found.name);
    const full = join(source, path);
    if (STATE.test(found.name) || full === hidden) return [];
    if (found.isDirectory() && !LINKED.has(found.name)) return walk(source, path, hidden);
    const { size, mtimeNs, mode } = lstatSync(full, { bigint: true });
    if (found.isFile()) return [{ path, stamp: `${size}:${mtimeNs}:${mode}`, bytes: Number(size) }];
    const isLink = found.isSymbolicLink() || found.isDirectory();
    if (!isLink || !existsSync(full)) return [];
    const target = realpathSync(full);
    return [{ path, stamp: `-> ${target}`, target, bytes: 0 }];
  });
}

function assertSize(source: string, entries: readonly Entry[]): void {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= MAX_BYTES) return;
  throw new SandboxError(
    "bad-option",
    `${source} holds ${Math.ceil(bytes / 1024 ** 2)} MiB, and a sandbox copies at most 1024 MiB of a stack; run terraform ` +
      "in a folder that holds the stack alone",
  );
}

function put(from: string, to: string, { target }: Entry): void {
  mkdirSync(dirname(to), { recursive: true });
  const draft = draftOf(to);
  rmSync(draft, { force: true });
  if (target === undefined) {
    copyFileSync(from, draft);
    chmodSync(draft, lstatSync(from).mode | 0o600);
  } else {
    symlinkSync(target, draft);
  }
  renameSync(draft, to);
}

/** Hidden from terraform: it reads no file whose name begins with a dot. */
function draftOf(path: string): string {
  return join(dirname(path), `.${String(process.pid)}.${Math.random().toString(36).slice(2)}.draft`);
}
