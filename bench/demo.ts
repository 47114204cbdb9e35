import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figure";

const ROOT = join(__dirname, "..");

/**
 * Seconds of `npm ci && npm run demo` on a machine that has nothing yet: a fresh clone of the last commit, with empty
 * caches. Takes about ten minutes on two cores.
 */
export function demo(): Promise<readonly Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "fresh-"));
  const clone = join(home, "clone");
  const env = freshEnvironment(home);
  try {
    run("git", ["clone", "--quiet", ROOT, clone], { cwd: home, env });
    const install = run("npm", ["ci"], { cwd: clone, env });
    const shown = run("npm", ["run", "demo"], { cwd: clone, env });
    const total = install.seconds + shown.seconds;
    return Promise.resolve([
      figure("demo.total", total),
      figure("demo.install", install.seconds),
      ...stepsOf(shown.output).map(({ step, seconds }) => figure(`demo.${step}`, seconds)),
    ]);
  } finally {
    spawnSync("npx", ["hikube", "sandbox", "down", "--name", "demo"], { cwd: clone, env });
    // Go writes its module cache without write permission.
    spawnSync("chmod", ["-R", "u+w", home]);
    rmSync(home, { recursive: true, force: true });
  }
}

function freshEnvironment(home: string): NodeJS.ProcessEnv {
  const at = (name: string): string => join(home, name);
  for (const name of ["cache", "state"]) mkdirSync(at(name));
  return {
    ...process.env,
    XDG_CACHE_HOME: at("cache"),
    XDG_STATE_HOME: at("state"),
    GOCACHE: at("go-build"),
    GOMODCACHE: at("go-mod"),
    npm_config_cache: at("npm"),
  };
}

function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): { seconds: number; output: string } {
  const started = Date.now();
  const { status, stdout } = spawnSync(program, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const output = stdout.toString("utf8");
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${output}`);
  return { seconds: (Date.now() - started) / 1000, output };
}

/** The demo prints `[1/8] Title`, and `done in 1.2 s` when the step is over. */
function stepsOf(output: string): { step: string; seconds: number }[] {
  const steps = output.matchAll(/^\[\d+\/\d+\] (.+)$[^]*?done in ([\d.]+) s$/gm);
  return [...steps].map(([, title = "", seconds = ""]) => ({ step: toName(title), seconds: Number(seconds) }));
}

function toName(title: string): string {
  return title.toLowerCase().replace(/[^a-z]+/g, "-");
}

function figure(name: string, seconds: number): Figure {
  return { figure: name, value: Math.round(seconds * 10) / 10, better: "lower", unit: "s" };
}
