import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Step } from "../support/progress";
import { SandboxError, diskFull } from "../support/errors";
import type { Tool } from "./catalogue";
import { findExecutable } from "./search-path";
import { SourceUnavailable, type Sources } from "./source";

/** Pauses between retries when the module proxy fails; fetched modules are kept. */
const RETRY_WAITS_MS = [2_000, 5_000, 10_000];

const NETWORK_TROUBLE =
  /dial tcp|i\/o timeout|connection (?:reset|refused)|TLS handshake|unexpected EOF|no such host|proxyconnect|: 5\d\d /;

/**
 * Builds a tool from its pinned modules into a folder.
 *
 * @throws SourceUnavailable where there is no Go, or one that is too old
 * @throws SandboxError `binaries` with the end of the compiler's output where the build fails
 */
export async function buildTool(tool: Tool, folder: string, sources: Sources): Promise<void> {
  const { progress, env } = sources;
  const module = join(sources.modules, tool.module);
  const go = requireGo(module, sources);
  const step = progress.step(`building ${tool.title} ${tool.version} from source (once; minutes)`);
  const run = () => runGo(go, [...buildArguments(tool, module, folder)], { env, step });
  let result = await run();
  for (const wait of RETRY_WAITS_MS) {
    if (result.code === 0 || !NETWORK_TROUBLE.test(result.output)) break;
    step.update("the module proxy failed, trying again");
    await sleep(wait);
    result = await run();
  }
  step.done(result.code === 0 ? undefined : "failed");
  if (result.code !== 0) throw buildError(tool, folder, result.output);
}

/** Arguments of `go` that build the tool. */
export function buildArguments({ build, binaries }: Tool, module: string, folder: string): readonly string[] {
  // With several packages the target is a folder, and each binary is named after its package.
  const target = binaries.length === 1 ? join(folder, binaries[0] ?? "") : `${folder}/`;
  const tags = build.tags === undefined ? [] : ["-tags", build.tags];
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", ...tags, "-ldflags", build.ldflags];
  return ["build", "-C", module, "-v", ...flags, "-o", target, ...build.packages];
}

function requireGo(module: string, { env, systemGo }: Sources): string {
  const go = findExecutable("go", env.PATH) ?? findExecutable(systemGo);
  const wanted = /^go (\S+)$/m.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "0";
  if (go === undefined) throw new SourceUnavailable(`Go is not installed (${wanted} or newer is needed)`);
  const { stdout } = spawnSync(go, ["env", "GOVERSION"], { encoding: "utf8", env: goEnvironment(env) });
  const found = stdout.trim().replace(/^go/, "");
  if (!isAtLeast(found, wanted)) throw new SourceUnavailable(`Go ${found} is too old (${wanted} or newer is needed)`);
  return go;
}

/** Whether a Go version, e.g. `1.26.8` or `1.27rc1`, is not older than another. */
export function isAtLeast(found: string, wanted: string): boolean {
  const numbers = (version: string) => version.split(/[.\s]|rc|beta/).map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [numbers(found), numbers(wanted)];
  for (const [index, part] of right.entries()) {
    const difference = (left[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Keeps the user's proxy and caches, but no workspace around us and no other target system. */
function goEnvironment(env: Sources["env"]): NodeJS.ProcessEnv {
  const target = { GOOS: undefined, GOARCH: undefined };
  return { ...env, ...target, CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOGC: "400", GOWORK: "off" };
}

interface GoResult {
  readonly code: number;
  readonly output: string;
}

async function runGo(
  go: string,
  args: readonly string[],
  { env, step }: { env: Sources["env"]; step: Step },
): Promise<GoResult> {
  const child = spawn(go, args, { env: goEnvironment(env), stdio: ["ignore", "ignore", "pipe"] });
  // A build that nobody waits for would go on for minutes.
  const stop = () => void child.kill();
  process.once("exit", stop);
  const closed = once(child, "close") as Promise<[number | null]>;
  const others: string[] = [];
  let packages = 0;
  for await (const line of createInterface({ input: child.stderr })) {
    if (/^[\w.-]+(?:\/[\w.~-]+)*$/.test(line)) packages++;
    else others.push(line);
    step.update(line.startsWith("go: downloading") ? "downloading modules" : `${String(packages)} packages compiled`);
  }
  const [code] = await closed;
  process.off("exit", stop);
  return { code: code ?? 1, output: others.join("\n") };
}

function buildError(tool: Tool, folder: string, output: string): SandboxError {
  if (output.includes("no space left on device")) return diskFull(folder);
  const end = output.trim().split("\n").slice(-3).join(" | ");
  return new SandboxError("binaries", `go build of ${tool.title} ${tool.version} failed: ${end}`);
}
