import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { checkedName } from "../../plugin/packaging/checked";
import { packageFiles, type PackageOptions } from "../../plugin/packaging/pack";
import { systemCode } from "../../support/errors";
import { ProjectError, UsageError } from "../command";

/** A provider as one CommonJS file, by esbuild. */
export async function bundled(main: string): Promise<Uint8Array> {
  if (!existsSync(main)) throw new UsageError(`there is no file ${main}`, "missing-file");
  const { build } = await loadEsbuild();
  try {
    const { outputFiles } = await build({
      absWorkingDir: process.cwd(),
      entryPoints: [resolve(main)],
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      format: "cjs",
      minifySyntax: true,
      minifyWhitespace: true,
      // Stacks of errors go to the provider's author.
      keepNames: true,
      logLevel: "silent",
    });
    return outputFiles[0]?.contents ?? new Uint8Array(0);
  } catch (error) {
    throw new ProjectError([`${main} cannot be bundled`, ...(error as Error).message.split("\n")]);
  }
}

/** Only who packs providers needs it: it is an optional peer, of ten megabytes. */
async function loadEsbuild() {
  try {
    return await import("esbuild");
  } catch (error) {
    if (!["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(systemCode(error) ?? "")) throw error;
    throw new ProjectError(
      ["esbuild bundles the provider, and is not installed", "Run: npm install --save-dev esbuild"],
      "missing-package",
    );
  }
}

/**
 * Starts what is to be packed, as Terraform would, has it check its schemas, and answers how it calls itself.
 *
 * @throws ProjectError with what it said where it is not right, or is no provider
 */
export async function tryOut(options: PackageOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hikube-pack-"));
  try {
    const [program] = packageFiles(options).map(({ name, content, mode }) => {
      writeFileSync(join(folder, name), content, { mode });
      return join(folder, name);
    });
    const { stdout, stderr } = await promisify(execFile)(program ?? "", ["--check"], { timeout: CHECK_MS });
    return checkedName(stdout) ?? doesNotRun(stdout + stderr);
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return doesNotRun(stdout + stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function doesNotRun(said: string): never {
  const silent = "It ended without a word, or not at all: does its main file call serve()?";
  throw new ProjectError(["the provider does not run", ...(said.trim() === "" ? [silent] : said.trim().split("\n"))]);
}

/** Loading takes a fraction of a second; a program that never calls `serve` may never end. */
const CHECK_MS = 60_000;
