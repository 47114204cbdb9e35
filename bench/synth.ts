import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { resourcesIn, stackText } from "../test/constructs/written";
import type { Figure } from "./figure";

const ROOT = join(__dirname, "..");
/** Inside `node_modules`, so that the compiled files find the packages. */
const COMPILED = join(ROOT, "node_modules", ".cache", "hikube-bench");

type Variant = "ours" | "raw";

interface Cost {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/** Tenants, and how often each variant is run: small ones are short, and noisy. */
const SIZES = [
  { tenants: 1, rounds: 9 },
  { tenants: 10, rounds: 9 },
  { tenants: 100, rounds: 7 },
  { tenants: 1000, rounds: 3 },
] as const;

/** Synth of our constructs against the same resources written with the bindings alone: CPU, memory, growth. */
export async function synth(): Promise<readonly Figure[]> {
  await compile();
  const outdir = mkdtempSync(join(tmpdir(), "hikube-bench-"));
  try {
    const measured = SIZES.map(({ tenants, rounds }) => ({ tenants, ...compare(tenants, rounds, outdir) }));
    const cost = (size: number): number => measured.find(({ tenants }) => tenants === size)?.cpuMs ?? Number.NaN;
    const perTenant = (size: number): number => (cost(size) - cost(1)) / (size - 1);
    return [
      ...measured.flatMap(({ tenants, cpu, memory }): Figure[] => [
        { figure: `synth.cpu.${tenants}`, value: cpu, goal: 1.15, better: "lower" },
        { figure: `synth.memory.${tenants}`, value: memory, better: "lower" },
      ]),
      { figure: "synth.growth", value: rounded(perTenant(1000) / perTenant(100)), goal: 1.3, better: "lower" },
    ];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** File by file, as the package is built: what its users run, with nothing translated while measured. */
async function compile(): Promise<void> {
  const options: BuildOptions = { outdir: COMPILED, outbase: ROOT, platform: "node", format: "esm", target: "node20" };
  const sources = ["bench/synth/*", "constructs/**/*", "src/model/**/*", "src/support/*", "test/constructs/cluster"];
  const entryPoints = sources.map((glob) => join(ROOT, `${glob}.ts`));
  rmSync(COMPILED, { recursive: true, force: true });
  await build({ ...options, entryPoints, logLevel: "error" });
  const { loadOnFirstUse } = await import("../scripts/lazy-modules.mjs");
  await loadOnFirstUse(COMPILED);
}

/** Runs both variants in turn; the ratios are medians over the rounds, so that a busy machine hits both alike. */
function compare(tenants: number, rounds: number, outdir: string) {
  const pairs = Array.from({ length: rounds }, () => ({
    ours: run("ours", tenants, outdir),
    raw: run("raw", tenants, outdir),
  }));
  assertSameShape(outdir);
  return {
    cpu: rounded(median(pairs.map(({ ours, raw }) => ours.cpuMs / raw.cpuMs))),
    memory: rounded(median(pairs.map(({ ours, raw }) => ours.memoryMb / raw.memoryMb))),
    cpuMs: median(pairs.map(({ ours }) => ours.cpuMs)),
  };
}

function run(variant: Variant, tenants: number, outdir: string): Cost {
  const child = join(COMPILED, "bench", "synth", `${variant}.js`);
  const args = [child, String(tenants), join(outdir, variant)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Cost;
}

/** The comparison holds only while both write the same: as many resources of each type, and as many bytes, nearly. */
function assertSameShape(outdir: string): void {
  const [ours, raw] = [written(outdir, "ours"), written(outdir, "raw")];
  const differs = JSON.stringify(ours.counts) !== JSON.stringify(raw.counts);
  if (differs || Math.abs(ours.bytes / raw.bytes - 1) > 0.1) {
    throw new Error(`bench/synth/raw.ts no longer writes what the constructs write: ${JSON.stringify({ ours, raw })}`);
  }
}

function written(outdir: string, variant: Variant) {
  const folder = join(outdir, variant);
  const resources = Object.entries(resourcesIn(folder, "bench"));
  const counts = resources.map(([type, all]) => [type, Object.keys(all).length] as const);
  return { counts, bytes: stackText(folder, "bench").length };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
