import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, createWriteStream, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Step } from "../support/progress";
import { messageOf, systemCode } from "../support/errors";
import type { ReleaseFile, Tool } from "./catalogue";
import { SourceUnavailable, type Sources } from "./source";

/** How long a host may take to answer before the next source is tried. */
const ANSWER_TIMEOUT_MS = 3_000;

/** How long a transfer may stall. */
const STALL_TIMEOUT_MS = 30_000;

/**
 * Downloads the official builds of a tool into a folder. A file whose SHA-256 is not the published
 * one is not kept.
 *
 * @throws SourceUnavailable where there is no build for this system, no answer, or a wrong checksum
 */
export async function downloadTool(tool: Tool, folder: string, { progress, releaseBase }: Sources): Promise<void> {
  const base = releaseBase(tool);
  const downloads = byPath(tool.release.files(tool.version, releaseArch()));
  const sums = await Promise.all(downloads.map(([file]) => fetchChecksum(base, file)));
  const step = progress.step(`downloading ${tool.title} ${tool.version}`);
  try {
    for (const [index, parts] of downloads.entries()) {
      await fetchBinaries(base, parts, sums[index] ?? "", { folder, step });
    }
    step.done("checksums match");
  } catch (error) {
    step.done("failed");
    throw isLocal(error) ? error : unavailable(error, base);
  }
}

/** The binaries of one file to download. */
type Parts = readonly [ReleaseFile, ...ReleaseFile[]];

function byPath(files: readonly ReleaseFile[]): readonly Parts[] {
  const parts = new Map<string, Parts>();
  for (const file of files) {
    const [first, ...others] = parts.get(file.path) ?? [file];
    parts.set(file.path, first === file ? [file] : [first, ...others, file]);
  }
  return [...parts.values()];
}

function releaseArch(): "amd64" | "arm64" {
  const arch = { x64: "amd64", arm64: "arm64" } as const;
  if (process.platform !== "linux" || !(process.arch === "x64" || process.arch === "arm64")) {
    throw new SourceUnavailable(`no official build for ${process.platform}/${process.arch}`);
  }
  return arch[process.arch];
}

async function fetchChecksum(base: string, file: ReleaseFile): Promise<string> {
  try {
    const response = await open(`${base}/${file.checksums}`, AbortSignal.timeout(ANSWER_TIMEOUT_MS));
    return parseChecksum(await response.text(), basename(file.path));
  } catch (error) {
    throw unavailable(error, base);
  }
}

/** Reads a checksum file: a lone sum, or lines of `sum  name`. */
export function parseChecksum(text: string, name: string): string {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const line = lines.find(([, file]) => file === name) ?? (lines.length <= 2 ? lines[0] : undefined);
  const sum = line?.[0]?.toLowerCase() ?? "";
  if (!/^[0-9a-f]{64}$/.test(sum)) throw new SourceUnavailable(`no SHA-256 published for ${name}`);
  return sum;
}

interface Target {
  readonly folder: string;
  readonly step: Step;
}

async function fetchBinaries(base: string, parts: Parts, sum: string, { folder, step }: Target): Promise<void> {
  const [file] = parts;
  const path = join(folder, basename(file.path));
  const got = await fetchFile(`${base}/${file.path}`, path, step);
  if (got !== sum) {
    rmSync(path, { force: true });
    throw new SourceUnavailable(`${basename(file.path)} has SHA-256 ${got}, published is ${sum}`);
  }
  for (const { binary, member } of parts) {
    if (member !== undefined) extract(path, member, join(folder, binary));
    chmodSync(join(folder, binary), 0o755);
  }
  if (file.member !== undefined) rmSync(path);
}

/** @returns the SHA-256 of what was written */
async function fetchFile(url: string, path: string, step: Step): Promise<string> {
  const stall = new AbortController();
  let timer = setTimeout(() => undefined, 0);
  const rearm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stall.abort(new SourceUnavailable("the transfer stalled"));
    }, STALL_TIMEOUT_MS);
  };
  rearm();
  try {
    const response = await open(url, stall.signal);
    const hash = createHash("sha256");
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        rearm();
        hash.update(chunk);
        bytes += chunk.length;
        step.update(`${basename(url)} ${(bytes / 1e6).toFixed(0)} MB`);
        done(null, chunk);
      },
    });
    // The stream of `fetch` and the one of `node:stream/web` are the same class under two names.
    const body = response.body;
    await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), meter, createWriteStream(path));
    return hash.digest("hex");
  } finally {
    clearTimeout(timer);
  }
}

async function open(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new SourceUnavailable(`${url} answers ${String(response.status)}`);
  return response;
}

function extract(archive: string, member: string, binary: string): void {
  const folder = dirname(binary);
  const tar = spawnSync("tar", ["-xzf", archive, "-C", folder, member], { encoding: "utf8" });
  if (tar.status !== 0) throw new SourceUnavailable(`tar cannot read ${basename(archive)}: ${tar.stderr}`);
  if (join(folder, member) !== binary) renameSync(join(folder, member), binary);
}

/** An error of this machine's disk, which another source would meet too. */
function isLocal(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EACCES", "EROFS"].includes(systemCode(error) ?? "");
}

function unavailable(error: unknown, base: string): SourceUnavailable {
  if (error instanceof SourceUnavailable) return error;
  const cause = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : "";
  return new SourceUnavailable(`${new URL(base).host} cannot be reached (${messageOf(error)}${cause})`);
}
