import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { launchEnvironment } from "../../plugin/handshake/environment";
import { createServerCertificate } from "../../plugin/handshake/mutual-tls";
import { checkedName, schemasAreRight } from "../../plugin/packaging/checked";
import { cacheScript, REPRODUCIBLE } from "../../plugin/packaging/code-cache";
import { packageFiles, type PackageOptions } from "../../plugin/packaging/pack";
import type { ZipFile } from "../../plugin/packaging/zip";
import { ProjectError, UsageError } from "../command";
import { optionalPackage } from "./optional-package";

export interface BundleOptions {
  /** Whether it is run from bytecode, where an `import()` of what is not bundled must be a `require`. @default false */
  readonly codeCache?: boolean | undefined;
}

/** @throws UsageError where there is no such file */
export function assertMainFile(main: string): void {
  if (!existsSync(main)) throw new UsageError(`there is no file ${main}`, "missing-file");
}

/** A provider as one CommonJS file, by esbuild. */
export async function bundled(main: string, { codeCache = false }: BundleOptions = {}): Promise<Uint8Array> {
  assertMainFile(main);
  const { build } = await optionalPackage("esbuild", "esbuild bundles the provider", () => import("esbuild"));
  try {
    const { outputFiles } = await build({
      absWorkingDir: process.cwd(),
      entryPoints: [resolve(main)],
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      supported: { "dynamic-import": !codeCache },
      format: "cjs",
      minifySyntax: true,
      // Names stay: stacks of errors go to the provider's author.
      minifyWhitespace: true,
      logLevel: "silent",
    });
    // The first line of a program is its own, for whoever starts it by hand.
    return Buffer.from((outputFiles[0]?.text ?? "").replace(/^#!.*/, ""));
  } catch (error) {
    throw new ProjectError([`${main} cannot be bundled`, ...(error as Error).message.split("\n")]);
  }
}

/**
 * Starts what is to be packed, as Terraform would, has it check its schemas, and answers how it calls itself.
 *
 * @throws ProjectError with what it said where it is not right, or is no provider
 */
export function tryOut(options: PackageOptions): Promise<string> {
  return inFolder(packageFiles(options), async (folder, [program = ""]) => {
    const { stdout, stderr } = await run(join(folder, program), ["--check"]);
    const name = checkedName(stdout) ?? doesNotRun(stdout + stderr);
    const before = stdout.replace(schemasAreRight(name), "").trim();
    if (before !== "") printsTooEarly(before);
    return name;
  });
}

/**
 * The bytecode of what a launch of the provider needs, for the node on the PATH and the platform of this machine.
 *
 * @throws ProjectError with what it said where it does not answer a launch
 */
export function codeCacheOf(options: PackageOptions): Promise<ZipFile> {
  const maker: ZipFile = { name: "cache.cjs", content: Buffer.from(cacheScript()), mode: 0o644 };
  return inFolder([maker, ...packageFiles(options)], async (folder, [program = ""]) => {
    const env = launchEnvironment(createServerCertificate().certificate);
    const { stdout, stderr } = await run("node", [...REPRODUCIBLE, join(folder, program)], env);
    const name = readdirSync(folder).find((file) => file.endsWith(".cache"));
    return name === undefined
      ? doesNotRun(stdout + stderr)
      : { name, content: readFileSync(join(folder, name)), mode: 0o644 };
  });
}

/** Lays files into a folder of their own while something is done with them. */
async function inFolder<T>(
  files: readonly ZipFile[],
  work: (folder: string, names: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hikube-pack-"));
  try {
    for (const { name, content, mode } of files) writeFileSync(join(folder, name), content, { mode });
    return await work(
      folder,
      files.map(({ name }) => name),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  try {
    return await promisify(execFile)(program, args, { timeout: CHECK_MS, env: { ...process.env, ...env } });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return doesNotRun(stdout + stderr);
  }
}

function doesNotRun(said: string): never {
  const silent = "It ended without a word, or not at all: does its main file call serve()?";
  throw new ProjectError(["the provider does not run", ...(said.trim() === "" ? [silent] : said.trim().split("\n"))]);
}

function printsTooEarly(printed: string): never {
  throw new ProjectError([
    "the provider prints to stdout before it calls serve()",
    ...printed.split("\n").slice(0, MAX_LINES),
    "Terraform takes the first line for its handshake: print it later, or to stderr",
  ]);
}

const MAX_LINES = 10;

/** Loading takes a fraction of a second; a program that never calls `serve` may never end. */
const CHECK_MS = 60_000;
