import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundled, codeCacheOf } from "../src/cli/pack/bundle";
import { launchEnvironment } from "../src/plugin/handshake/environment";
import { createServerCertificate } from "../src/plugin/handshake/mutual-tls";
import { packageFiles } from "../src/plugin/packaging/pack";
import type { ZipFile } from "../src/plugin/packaging/zip";
import type { Figure } from "./figure";

const RUNS = 21;
const FLOOR = ["-p", "`used ${JSON.stringify(process.resourceUsage())}`"];

interface Use {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/** What is started: a bare Node, and a provider as `hikube provider pack` packs it, with and without `--code-cache`. */
type Started = "floor" | "packed" | "cached";
type Programs = Readonly<Record<Started, readonly [program: string, ...args: string[]]>>;
type Run = Readonly<Record<Started, Use>>;

/**
 * CPU and memory from the start of a packed provider to its handshake line, TLS included, against a
 * bare `node -p`, in turn, medians compared. Once in this environment, as Terraform would pass it on,
 * and once without `NODE_EXTRA_CA_CERTS`: reading those can cost Node more than all its other start.
 */
export async function handshake(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-handshake-"));
  try {
    const programs = await packedInto(folder);
    // What the tool that runs this benchmark sets for itself.
    const launched = {
      ...process.env,
      ...launchEnvironment(createServerCertificate().certificate),
      NODE_OPTIONS: undefined,
    };
    const asHere = await measure(programs, launched);
    const alone = await measure(programs, { ...launched, NODE_EXTRA_CA_CERTS: undefined });
    return [
      { figure: "handshake.cpu", value: ratio(asHere, "packed"), goal: 1.5, better: "lower" },
      { figure: "handshake.cpu.without-extra-ca", value: ratio(alone, "packed"), better: "lower" },
      { figure: "handshake.cpu.code-cache", value: ratio(alone, "cached"), goal: 1.7, better: "lower" },
      { figure: "handshake.cpu.time", value: cpu(alone, "cached"), better: "lower", unit: "ms" },
      { figure: "handshake.memory", value: memory(alone, "cached"), better: "lower", unit: "MB" },
      { figure: "handshake.memory.floor", value: memory(alone, "floor"), better: "lower", unit: "MB" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packedInto(folder: string): Promise<Programs> {
  const bundle = await bundled(join(__dirname, "handshake-provider.ts"), { codeCache: true });
  const options = { name: "bench", version: "1.0.0", node: "20.19", bundle };
  const laid = async (name: string, files: readonly ZipFile[]): Promise<readonly [string]> => {
    await mkdir(join(folder, name));
    for (const { name: file, content, mode } of files) await writeFile(join(folder, name, file), content, { mode });
    return [join(folder, name, files[0]?.name ?? "")];
  };
  return {
    floor: [process.execPath, ...FLOOR],
    packed: await laid("packed", packageFiles(options)),
    cached: await laid("cached", packageFiles({ ...options, extra: [await codeCacheOf(options)] })),
  };
}

async function measure(programs: Programs, env: NodeJS.ProcessEnv): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const floor = await use(programs.floor, env);
    runs.push({ floor, packed: await use(programs.packed, env), cached: await use(programs.cached, env) });
  }
  // The first run reads the files from disk.
  return runs.slice(1);
}

/** Runs a program until it tells what it used. */
function use([program, ...args]: Programs[Started], env: NodeJS.ProcessEnv): Promise<Use> {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve, reject) => {
    const read = (line: string): void => {
      if (!line.startsWith("used ")) return;
      const used = JSON.parse(line.slice("used ".length)) as NodeJS.ResourceUsage;
      child.kill("SIGTERM");
      resolve({ cpuMs: (used.userCPUTime + used.systemCPUTime) / 1000, memoryMb: used.maxRSS / 1024 });
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", read);
    child.on("error", reject);
    child.on("close", () => {
      reject(new Error(`${program} ended without telling what it used`));
    });
  });
}

function cpu(runs: readonly Run[], of: Started): number {
  return round(median(runs.map((run) => run[of].cpuMs)));
}

function memory(runs: readonly Run[], of: Started): number {
  return round(median(runs.map((run) => run[of].memoryMb)));
}

function ratio(runs: readonly Run[], of: Started): number {
  return round(cpu(runs, of) / cpu(runs, "floor"));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
