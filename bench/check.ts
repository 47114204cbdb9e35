import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Figure } from "./figure";

const ROOT = join(__dirname, "..");
/** Inside `node_modules`, so that the compiled files find the packages. */
const COMPILED = join(ROOT, "node_modules", ".cache", "hikube-bench-check");
const ROUNDS = 7;
const SIZES = [10, 1000, 4000] as const;

/** CPU that checking a file of tenants takes, beside reading the same file with `yaml` alone; both as whole processes. */
export async function check(): Promise<Figure[]> {
  rmSync(COMPILED, { recursive: true, force: true });
  const entryPoints = [
    "bench/check/*.ts",
    "test/constructs/cluster.ts",
    "src/model/**/*.ts",
    "src/tenants-file/**/*.ts",
  ].map((glob) => join(ROOT, glob));
  await build({ entryPoints, outdir: COMPILED, outbase: ROOT, platform: "node", format: "cjs", target: "node20" });
  const folder = mkdtempSync(join(tmpdir(), "hikube-bench-"));
  try {
    const [ten, thousand, most] = SIZES.map((tenants) => measure(tenants, folder)) as [Cost, Cost, Cost];
    return [
      { figure: "check.cpu.1000", value: rounded(thousand.checkMs / thousand.parseMs), goal: 2.25, better: "lower" },
      { figure: "check.ms.1000", value: rounded(thousand.checkMs), better: "lower", unit: "ms" },
      { figure: "check.growth", value: growth(ten, thousand, most), goal: 1.3, better: "lower" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cost {
  readonly checkMs: number;
  readonly parseMs: number;
}

/** What a tenant costs among 4000 against among 1000, without what a process costs anyway. */
function growth(ten: Cost, thousand: Cost, most: Cost): number {
  return rounded((most.checkMs - ten.checkMs) / 3990 / ((thousand.checkMs - ten.checkMs) / 990));
}

/** Runs both in turn, so that a busy machine hits both alike. */
function measure(tenants: number, folder: string): Cost {
  const file = join(folder, `${tenants}.yaml`);
  writeFileSync(file, tenantsFile(tenants));
  const pairs = Array.from({ length: ROUNDS }, () => ({ checkMs: run("check", file), parseMs: run("parse", file) }));
  return { checkMs: median(pairs.map(({ checkMs }) => checkMs)), parseMs: median(pairs.map(({ parseMs }) => parseMs)) };
}

function run(variant: "check" | "parse", file: string): number {
  const child = join(COMPILED, "bench", "check", `${variant}.js`);
  return Number(execFileSync(process.execPath, [child, file], { encoding: "utf8" }));
}

/** Trees of ten: a production tenant and nine sub-tenants. */
function tenantsFile(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => (index % 10 === 0 ? topTenant(index) : subTenant(index)));
  return ["formatVersion: 1", "tenants:", ...lines.flat()].join("\n");
}

function topTenant(index: number): readonly string[] {
  return [
    `  - name: t${index}`,
    "    profile: production",
    "    access:",
    "      owners:",
    "        - { kind: Group, name: platform }",
    "    cost: { costCenter: CC-1000, project: bench }",
    "    children:",
  ];
}

function subTenant(index: number): readonly string[] {
  return [
    `      - name: t${index}`,
    "        quota:",
    `          cpu: "1"`,
    "          memory: 4Gi",
    "          storage: 50Gi",
    "        access:",
    "          admins:",
    "            - { kind: Group, name: team }",
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
