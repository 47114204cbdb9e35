import { rmSync } from "node:fs";
import { join } from "node:path";
import { cpuSecondsOf } from "./cpu-seconds";
import type { Figure } from "./figure";
import { rounded } from "./numbers";
import { typesOfUser } from "./types-of-user";

const ROOT = join(__dirname, "..");
const CACHES = join(ROOT, "node_modules", ".cache");

/** CPU of `npm run lint`: on a fresh clone, and again with nothing changed. */
export function lint(): readonly Figure[] {
  return coldAndWarm("lint", ["eslint", "prettier"], 60);
}

/** The same for `npm run types`; and what the compiler takes for a project that uses the package. */
export function types(): readonly Figure[] {
  return [...coldAndWarm("types", ["tsc"], 20), ...typesOfUser()];
}

function coldAndWarm(script: string, caches: readonly string[], goal: number): readonly Figure[] {
  for (const cache of caches) rmSync(join(CACHES, cache), { recursive: true, force: true });
  const [cold, warm] = [cpuSeconds(script), cpuSeconds(script)];
  return [
    { figure: `${script}.seconds`, value: cold, goal, better: "lower", unit: "s" },
    { figure: `${script}.again.seconds`, value: warm, better: "lower", unit: "s" },
  ];
}

function cpuSeconds(script: string): number {
  return rounded(cpuSecondsOf(`npm run --silent ${script}`, ROOT));
}
