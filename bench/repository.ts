import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Figure } from "./figure";

const ROOT = join(__dirname, "..");
const CACHES = join(ROOT, "node_modules", ".cache");

/** CPU of `npm run lint`: on a fresh clone, and again with nothing changed. */
export function lint(): readonly Figure[] {
  return coldAndWarm("lint", ["eslint", "prettier"], 60);
}

/** The same for `npm run types`. */
export function types(): readonly Figure[] {
  return coldAndWarm("types", ["tsc"], 20);
}

function coldAndWarm(script: string, caches: readonly string[], goal: number): readonly Figure[] {
  for (const cache of caches) rmSync(join(CACHES, cache), { recursive: true, force: true });
  const [cold, warm] = [cpuSeconds(script), cpuSeconds(script)];
  return [
    { figure: `${script}.seconds`, value: cold, goal, better: "lower", unit: "s" },
    { figure: `${script}.again.seconds`, value: warm, better: "lower", unit: "s" },
  ];
}

/** User and system time of a script and all its children. */
function cpuSeconds(script: string): number {
  // The shell's own measure counts the children that it waited for; Node's counts itself.
  const command = `npm run --silent ${script} >&2 && times`;
  const output = execFileSync("sh", ["-c", command], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ofChildren = output.trim().split("\n")[1] ?? "";
  const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return Math.round(seconds.reduce((sum, part) => sum + part, 0) * 10) / 10;
}
