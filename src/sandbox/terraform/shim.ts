import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { makePrivateFolder } from "../state/state";

/** Names by which people and tools call the binary. */
export type Flavour = "terraform" | "tofu";

/** Second line of the scripts, by which they are told from a real binary. */
const MARK = "# The terraform of a cdktf-hikube sandbox";

/** Folder that comes first on the PATH of what runs in a sandbox. */
export function shimFolder(directory: string): string {
  return join(directory, "bin");
}

/** The command that stands for terraform or tofu in a sandbox. */
export function shimPath(directory: string, flavour: Flavour): string {
  return join(shimFolder(directory), flavour);
}

/**
 * Writes the commands `terraform` and `tofu` of a sandbox: they work on copies of stacks, with a state of the sandbox.
 *
 * @param folder - where the sandbox's folder is made
 * @param directory - where it will be
 */
export function writeShims(folder: string, directory: string): void {
  makePrivateFolder(shimFolder(folder));
  for (const flavour of ["terraform", "tofu"] as const) {
    const words = [process.execPath, ...loaderArguments(), entryPoint(), directory, flavour].map(quote);
    writeFileSync(shimPath(folder, flavour), `#!/bin/sh\n${MARK}\nexec ${words.join(" ")} "$@"\n`, { mode: 0o700 });
  }
}

/** Whether an executable is the command of some sandbox, so that none of them ever calls another. */
export function isShim(path: string): boolean {
  const start = Buffer.alloc(128);
  const file = openSync(path, "r");
  try {
    return start.toString("utf8", 0, readSync(file, start)).includes(MARK);
  } finally {
    closeSync(file);
  }
}

function entryPoint(): string {
  return join(__dirname, `main${extname(__filename)}`);
}

/** Runs from sources in our own tests, where Node needs a loader for TypeScript. */
function loaderArguments(): readonly string[] {
  return extname(__filename) === ".ts" ? ["--require", require.resolve("tsx/cjs")] : [];
}

/** A word that every POSIX shell reads as it stands. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
