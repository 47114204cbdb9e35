import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { hikubeWith, succeeding } from "./hikube";
import { packed } from "./packed";

const ROOT = join(__dirname, "..", "..");

/** What `hikube init` wrote, with the packages that it asks for. */
export interface NewRepository {
  readonly folder: string;
  /** Folders of commands, for PATH: those of the repository, and stand-ins for what cannot run here. */
  readonly path: string;
  close(): void;
}

/**
 * Runs `hikube init` of the packed package, and gives the repository the packages of this one by links. `npm install` and
 * `npm ci` do nothing there: init.test.ts holds the versions against those that are linked.
 */
export async function newRepository(...words: readonly string[]): Promise<NewRepository> {
  const home = mkdtempSync(join(tmpdir(), "init-"));
  const folder = join(home, "tenants");
  const { tarball } = await packed(home);
  await succeeding(hikubeWith({}))("init", folder, ...words, "--package", `file:${tarball}`);
  linkPackages(folder, tarball);
  const bin = join(home, "bin");
  mkdirSync(bin);
  writeProgram(join(bin, "npm"), `case "$1" in install|ci) exit 0;; esac\nexec ${quoted(realNpm())} "$@"\n`);
  return {
    folder,
    path: [bin, join(folder, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter),
    close() {
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A program of a few lines of the shell. */
export function writeProgram(path: string, lines: string): void {
  writeFileSync(path, `#!/usr/bin/env bash\n${lines}`);
  chmodSync(path, 0o755);
}

function linkPackages(folder: string, tarball: string): void {
  const [from, to] = [join(ROOT, "node_modules"), join(folder, "node_modules")];
  mkdirSync(to);
  for (const name of readdirSync(from).filter((one) => !one.startsWith(".")))
    symlinkSync(join(from, name), join(to, name));
  cpSync(join(from, ".bin"), join(to, ".bin"), { recursive: true, verbatimSymlinks: true });
  execFileSync("tar", ["--extract", "--gzip", "--file", tarball, "--directory", to]);
  execFileSync("mv", [join(to, "package"), join(to, "cdktf-hikube")]);
  symlinkSync("../cdktf-hikube/dist/src/cli/main.js", join(to, ".bin", "hikube"));
}

function realNpm(): string {
  return execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
