import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "..", "..");
const run = promisify(execFile);

/** The package as npm would publish it. */
export interface Packed {
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly string[];
}

export async function packed(folder: string): Promise<Packed> {
  // Without scripts: what `npm run test:e2e` has built is packed.
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = await run("npm", args, { cwd: ROOT, maxBuffer: 64 << 20 });
  const [pack] = JSON.parse(stdout) as [{ filename: string; size: number; files: readonly { path: string }[] }];
  return { tarball: join(folder, pack.filename), size: pack.size, files: pack.files.map(({ path }) => path) };
}

/** The project of a user, in a folder of its own. */
export interface Project {
  readonly folder: string;
  /** Runs a script of JavaScript or, by tsx, of TypeScript, and hands back what it printed. */
  run(script: string, ...args: readonly string[]): Promise<string>;
  /** What the compiler says of the sources, under a module system and a way to resolve names. */
  compile(module: string, moduleResolution: string): Promise<string>;
  /** Runs the tests of the project by jest, as TypeScript. @returns what jest says of them, as JSON */
  test(): Promise<unknown>;
  close(): void;
}

/** `describe` for tests that install packages: without their registry skipped with a printed reason, or failing in CI. */
export function describeWithRegistry(title: string, body: () => void): void {
  if (process.env.CI !== undefined || spawnSync("npm", ["view", "cdktn@0.24.0", "version"]).status === 0) {
    describe(title, body);
    return;
  }
  process.stderr.write(`skipped: ${title}: the registry of the packages does not answer\n`);
  describe.skip(title, body);
}

/** Installs a manifest as a user does; the registry of the packages must answer. */
export async function install(manifest: object): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: folder });
  cpSync(join(ROOT, "examples", "company"), folder, { recursive: true });
  const tool = (...path: readonly string[]) => join(ROOT, "node_modules", ...path);
  const node = async (...args: readonly string[]) => (await run(process.execPath, args, { cwd: folder })).stdout;
  return {
    folder,
    run: (script, ...args) =>
      node(...(script.endsWith(".ts") ? [tool("tsx", "dist", "cli.mjs")] : []), script, ...args),
    compile(module, moduleResolution) {
      const flags = [
        "--noEmit",
        "--strict",
        "--target",
        "es2022",
        "--types",
        "node,jest",
        "--typeRoots",
        tool("@types"),
      ];
      const how = ["--module", module, "--moduleResolution", moduleResolution];
      const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));
      return node(tool("typescript", "bin", "tsc"), ...flags, ...how, ...sources).catch(
        (error: unknown) => (error as { stdout: string }).stdout,
      );
    },
    async test() {
      const transform = { "\\.ts$": [tool("@swc", "jest"), { jsc: { parser: { syntax: "typescript" } } }] };
      writeFileSync(join(folder, "jest.config.json"), JSON.stringify({ testEnvironment: "node", transform }));
      return JSON.parse(await node(tool("jest", "bin", "jest.js"), "--json")) as unknown;
    },
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A file of a project as JSON, without what tells the versions of cdktf and the machine. */
export function synthesized(project: Project, file: string, outdir = "cdktf.out"): unknown {
  const text = readFileSync(join(project.folder, outdir, file), "utf8");
  return JSON.parse(text, (key, value: unknown) => (["//", "backend"].includes(key) ? undefined : value));
}
