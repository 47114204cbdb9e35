import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryCache } from "../support/home";
import { SandboxError, asDiskFull } from "../support/errors";
import { TOOLS, type BinaryName, type ControlPlaneBinary, type Tool } from "./catalogue";
import { downloadTool } from "./download";
import { buildTool } from "./go-build";
import { assertTrusted } from "../support/own-folder";
import { withLock } from "./lock";
import { packageRoot } from "../support/package-root";
import { assertPrograms, fromAssets, isExecutable } from "./search-path";
import { SourceUnavailable, type SourceOptions, type Sources } from "./source";

/** Paths of the control plane's binaries, fetched or built where they are not there yet. */
export async function obtainControlPlane(
  options: SourceOptions,
): Promise<Readonly<Record<ControlPlaneBinary, string>>> {
  // One after the other: two big linkers at once need 4 GB.
  const etcd = await obtainTool(TOOLS.etcd, options);
  const kubernetes = await obtainTool(TOOLS.kubernetes, options);
  return {
    etcd: etcd("etcd"),
    "kube-apiserver": kubernetes("kube-apiserver"),
    "kube-controller-manager": kubernetes("kube-controller-manager"),
    "kube-scheduler": kubernetes("kube-scheduler"),
  };
}

/** Path of a binary of a tool that was obtained. */
export type Locate = (binary: BinaryName) => string;

/**
 * Finds a tool's binaries: a folder that the user names, the cache, the official downloads, a build
 * from pinned modules.
 *
 * @throws SandboxError `binaries` that names each source's reason and the ways out
 */
export async function obtainTool(tool: Tool, options: SourceOptions): Promise<Locate> {
  const sources = complete(options);
  const assets = fromAssets(tool, sources.env);
  if (assets !== undefined) return (binary) => join(assets, binary);
  const cache = binaryCache(sources.env);
  const folder = join(cache, cacheName(tool, sources.modules));
  try {
    if (!isComplete(tool, folder)) await fill(tool, folder, sources);
    assertPrograms(tool, folder);
  } catch (error) {
    throw asDiskFull(error, cache);
  }
  return (binary) => join(folder, binary);
}

function complete(options: SourceOptions): Sources {
  return {
    progress: options.progress,
    env: options.env ?? process.env,
    modules: options.modules ?? join(packageRoot(), "tools"),
    systemGo: options.systemGo ?? "/usr/local/go/bin/go",
    releaseBase: options.releaseBase ?? ((tool) => tool.release.base),
  };
}

function isComplete(tool: Tool, folder: string): boolean {
  return tool.binaries.every((binary) => isExecutable(join(folder, binary)));
}

async function fill(tool: Tool, folder: string, sources: Sources): Promise<void> {
  mkdirSync(join(folder, ".."), { recursive: true, mode: 0o755 });
  // Before anything is written there: what is built would be ours, but other files in the folder not.
  assertTrusted(join(folder, ".."));
  await withLock(`${folder}.lock`, sources.progress, async () => {
    if (isComplete(tool, folder)) return;
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o755 });
    try {
      await fetchInto(tool, draft, sources);
      rmSync(folder, { recursive: true, force: true });
      renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    clearOlder(tool, folder);
  });
}

/** Tries the sources in order. */
async function fetchInto(tool: Tool, folder: string, sources: Sources): Promise<void> {
  const reasons: string[] = [];
  for (const source of [downloadTool, buildTool]) {
    try {
      await source(tool, folder, sources);
      return;
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      reasons.push(error.message);
    }
  }
  throw noSource(tool, reasons);
}

function noSource(tool: Tool, reasons: readonly string[]): SandboxError {
  const binaries = tool.binaries.join(", ");
  const ways = [
    `set HIKUBE_SANDBOX_ASSETS to a folder that holds ${binaries}`,
    `let this machine reach ${new URL(tool.release.base).host}`,
    "install Go (https://go.dev/dl)",
  ];
  return new SandboxError(
    "binaries",
    `no source for ${tool.title} ${tool.version} (${binaries}): ${reasons.join("; ")}. Ways out: ${ways.join("; or ")}`,
  );
}

/** Removes older versions, so that the cache does not grow with each change of a pin. */
function clearOlder(tool: Tool, folder: string): void {
  const cache = join(folder, "..");
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const older = name.startsWith(`${tool.module}-`) && path !== folder && !/\.(lock|draft)$/.test(name);
    if (older && !existsSync(`${path}.lock`)) rmSync(path, { recursive: true, force: true });
  }
}

/** Name of the cache folder for a tool: changes with its pins, its flags and the machine's kind. */
export function cacheName(tool: Tool, modules: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(modules, tool.module, file)));
  hash.update(JSON.stringify([tool.build, process.platform, process.arch]));
  return `${tool.module}-${tool.version}-${hash.digest("hex").slice(0, 12)}`;
}
