import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createServerCertificate } from "../src/plugin/handshake/mutual-tls";
import { bundleExecutable } from "../test/plugin/executable";
import type { Figure } from "./figure";

const RUNS = 21;
const FLOOR = ["-p", "`used ${JSON.stringify(process.resourceUsage())}`"];

interface Use {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

interface Run {
  readonly floor: Use;
  readonly provider: Use;
}

/**
 * CPU and memory from the start of a bundled provider to its handshake line, TLS included, against a
 * bare `node -p`, in turn, medians compared. Once in this environment, as Terraform would pass it on,
 * and once without `NODE_EXTRA_CA_CERTS`: reading those can cost Node more than all its other start.
 */
export async function handshake(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-handshake-"));
  try {
    const provider = await bundleExecutable(join(__dirname, "handshake-provider.ts"), folder, "terraform-provider-toy");
    const launched = { ...process.env, ...launchEnvironment() };
    const asHere = await measure(provider, launched);
    const alone = await measure(provider, { ...launched, NODE_EXTRA_CA_CERTS: undefined });
    return [
      { figure: "handshake.cpu", value: ratio(asHere), goal: 1.5, better: "lower" },
      { figure: "handshake.cpu.without-extra-ca", value: ratio(alone), goal: 1.7, better: "lower" },
      { figure: "handshake.cpu.time", value: cpu(alone, "provider"), better: "lower", unit: "ms" },
      { figure: "handshake.memory", value: memory(alone, "provider"), better: "lower", unit: "MB" },
      { figure: "handshake.memory.floor", value: memory(alone, "floor"), better: "lower", unit: "MB" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(provider: string, env: NodeJS.ProcessEnv): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let run = 0; run <= RUNS; run++)
    runs.push({ floor: await use(FLOOR, env), provider: await use([provider], env) });
  // The first run reads the files from disk.
  return runs.slice(1);
}

/** Runs node until it tells what it used. */
function use(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Use> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
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
      reject(new Error(`node ${args.join(" ")} ended without telling what it used`));
    });
  });
}

/** What Terraform sets for a provider that it launches. */
function launchEnvironment(): NodeJS.ProcessEnv {
  return {
    TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: createServerCertificate().certificate,
    // What the tool that runs this benchmark sets for itself.
    NODE_OPTIONS: undefined,
  };
}

function cpu(runs: readonly Run[], of: keyof Run): number {
  return round(median(runs.map((run) => run[of].cpuMs)));
}

function memory(runs: readonly Run[], of: keyof Run): number {
  return round(median(runs.map((run) => run[of].memoryMb)));
}

function ratio(runs: readonly Run[]): number {
  return round(cpu(runs, "provider") / cpu(runs, "floor"));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
