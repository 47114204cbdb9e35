import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryCache } from "../../src/support/home";
import { packageRoot } from "../../src/support/package-root";

/** A tool of others that only tests run. */
export interface TestTool {
  readonly name: string;
  /** Files, from the root of the project, that say what it is made of: with them its place in the cache changes. */
  readonly pins: readonly string[];
  /** Where what is run lies in its folder. */
  readonly program: string;
  /** Commands that make it in an empty folder. */
  readonly make: (folder: string) => readonly Command[];
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A module proxy or a package index may fail for a moment; what was fetched stays fetched. */
const TRIES = 3;

/**
 * Path of a tool's program, which is made once on a machine. Where it cannot be had the tests that need it are skipped
 * with a printed reason, but fail where `CI` is set.
 */
export function madeOnce(tool: TestTool): string | undefined {
  const folder = join(binaryCache(), `${tool.name}-${stamp(tool.pins)}`);
  const program = join(folder, tool.program);
  if (existsSync(program)) return program;
  const fault = make(tool, folder);
  if (fault === undefined) return program;
  const reason = `${tool.name} could not be made: ${fault}`;
  if (process.env.CI !== undefined) throw new Error(`${reason}: tests in CI need it`);
  process.stderr.write(`skipped: ${reason}\n`);
  return undefined;
}

/** Command that builds a Go module of `tools/`, which has one package to build. */
export function goBuild(module: string, target: string, from = ".", env: NodeJS.ProcessEnv = {}): Command {
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"];
  return {
    program: "go",
    args: ["build", "-C", join(packageRoot(), "tools", module), ...flags, "-o", target, from],
    env: { GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOWORK: "off", GOGC: "400", ...env },
  };
}

function stamp(pins: readonly string[]): string {
  const hash = createHash("sha256");
  for (const pin of pins) hash.update(readFileSync(join(packageRoot(), pin)));
  return hash.digest("hex").slice(0, 12);
}

/** Makes it beside its place, so that a half of it is never found there. */
function make(tool: TestTool, folder: string): string | undefined {
  const draft = `${folder}.${process.pid}.draft`;
  try {
    mkdirSync(draft, { recursive: true });
    for (const command of tool.make(draft)) {
      const fault = runWithTries(command);
      if (fault !== undefined) return fault;
    }
    // Another process may have been faster; its work is as good.
    if (!existsSync(folder)) renameSync(draft, folder);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function runWithTries({ program, args, env }: Command): string | undefined {
  let fault: string | undefined;
  for (let turn = 0; turn < TRIES; turn += 1) {
    const { status, stderr, error } = spawnSync(program, args, { env: { ...process.env, ...env }, encoding: "utf8" });
    if (status === 0) return undefined;
    fault = `${program} ${args[0] ?? ""}: ${error?.message ?? stderr.trim().split("\n").slice(-3).join(" | ")}`;
    if (error !== undefined) break;
  }
  return fault;
}
