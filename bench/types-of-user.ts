import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuSecondsOf } from "./cpu-seconds";
import type { Figure } from "./figure";
import { median, rounded } from "./numbers";

const ROOT = join(__dirname, "..");
const MODULES = join(ROOT, "node_modules");
const ROUNDS = 5;

/** As in the project that `hikube init` makes. */
const OPTIONS = { target: "es2022", module: "node16", strict: true, skipLibCheck: true, noEmit: true, types: [] };

const BY_HAND = ["namespace-v1", "resource-quota-v1", "limit-range-v1", "network-policy-v1", "role-binding-v1"];

const PROGRAMS = {
  cdktf: 'import { App } from "cdktf";\nnew App();\n',
  byHand: BY_HAND.map((name, at) => `export * as m${at} from "@cdktf/provider-kubernetes/lib/${name}";\n`).join(""),
  provider: 'import { Tenant } from "cdktf-hikube/provider";\nexport const made = Tenant;\n',
  constructs: 'import { HikubeTenant } from "cdktf-hikube";\nexport const made = HikubeTenant;\n',
} as const;

type Program = keyof typeof PROGRAMS;

/**
 * CPU of the compiler for a project that imports the classes of the provider, or the constructs, against one that imports the
 * bindings of hashicorp/kubernetes of what a tenant consists of; in turn, medians compared. The package must be built.
 */
export function typesOfUser(): readonly Figure[] {
  const folder = mkdtempSync(join(tmpdir(), "hikube-bench-types-"));
  try {
    layModules(folder);
    const names = Object.keys(PROGRAMS) as Program[];
    const rounds = Array.from({ length: ROUNDS }, () => names.map((name) => compiled(folder, name)));
    const seconds = (of: Program): number => median(rounds.map((round) => round[names.indexOf(of)] ?? Number.NaN));
    return [
      { figure: "types.user.provider", value: rounded(seconds("provider") / seconds("byHand")), better: "lower" },
      { figure: "types.user.constructs", value: rounded(seconds("constructs") / seconds("byHand")), better: "lower" },
      ...names.map((name): Figure => ({
        figure: `types.user.seconds.${name}`,
        value: rounded(seconds(name)),
        better: "lower",
        unit: "s",
      })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package beside what it depends on, as npm lays them. */
function layModules(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(MODULES).filter((one) => !one.startsWith("."))) {
    symlinkSync(join(MODULES, name), join(modules, name));
  }
  symlinkSync(ROOT, join(modules, "cdktf-hikube"));
}

function compiled(folder: string, name: Program): number {
  writeFileSync(join(folder, "main.ts"), PROGRAMS[name]);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files: ["main.ts"] }));
  return cpuSecondsOf(`"${process.execPath}" "${join(MODULES, "typescript", "bin", "tsc")}"`, folder);
}
