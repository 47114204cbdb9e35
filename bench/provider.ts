import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCallLog } from "../test/e2e/call-log";
import type { Figure } from "./figure";
import { median, rounded } from "./numbers";
import { familyGrowth } from "./tenants/family";
import { configuration } from "./tenants/forest";
import { openGround, type Ground } from "./tenants/ground";

const TENANTS = Number(process.env.HIKUBE_BENCH_TENANTS ?? 1000);
/** A thousand take minutes to make, and the better part of one to plan: each is done once. */
const ROUNDS = TENANTS > 100 ? 1 : 3;
/** As many at once as the provider has connections. */
const APPLY = ["terraform", "apply", "-input=false", "-auto-approve", "-parallelism=32"];
const NOOP = ["terraform", "plan", "-input=false", "-detailed-exitcode"];
const REMOVAL = ["terraform", "plan", "-input=false", "-destroy"];

/**
 * A plan of 1000 tenants that finds nothing to do: its seconds, the calls that it makes, and the memory of the provider that
 * Terraform launches; and what a tenant costs among many brothers.
 */
export async function provider(): Promise<Figure[]> {
  const growth = await familyGrowth();
  const ground = await openGround();
  try {
    const folder = ground.folder("provider");
    writeFileSync(join(folder, "main.tf.json"), configuration(TENANTS, ground.facts));
    await ground.run(["terraform", "init", "-input=false"], { folder });
    const { seconds: applied } = await told("apply", () => measured(() => ground.run(APPLY, { folder }), folder));
    const runs: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      runs.push(await told("plan", () => measured(() => ground.run(NOOP, { folder }), folder)));
    }
    return [growth, ...figuresOf(applied, runs), ...(await calls(ground, folder))];
  } finally {
    await ground.close();
  }
}

function figuresOf(applied: number, runs: readonly Measured[]): readonly Figure[] {
  const figure = (name: string, value: number, unit: string): Figure => ({
    figure: `provider.${name}.${String(TENANTS)}`,
    value: rounded(value),
    better: "lower",
    unit,
  });
  return [
    figure("apply", applied, "s"),
    figure("noop", median(runs.map(({ seconds }) => seconds)), "s"),
    figure("noop.memory", median(runs.map(({ megabytes }) => megabytes)), "MB"),
  ];
}

/** A plan asks for pages of lists, and for little beside them; so does one that removes all. */
async function calls(ground: Ground, folder: string): Promise<readonly Figure[]> {
  const log = await openCallLog(ground.sandbox.connection);
  const env = { KUBE_HOST: log.server, KUBE_CONFIG_PATH: undefined };
  const size = String(TENANTS);
  try {
    await ground.run(NOOP, { folder, env });
    const [pages, others] = byPages(log.taken());
    await ground.run(REMOVAL, { folder, env });
    const [removalPages, removalOthers] = byPages(log.taken());
    return [
      { figure: `provider.noop.pages.${size}`, value: pages, better: "lower", unit: "calls" },
      { figure: `provider.noop.others.${size}`, value: others, goal: 5, better: "lower", unit: "calls" },
      { figure: `provider.removal.pages.${size}`, value: removalPages, better: "lower", unit: "calls" },
      { figure: `provider.removal.others.${size}`, value: removalOthers, better: "lower", unit: "calls" },
    ];
  } finally {
    log.close();
  }
}

function byPages(taken: readonly string[]): readonly [pages: number, others: number] {
  const pages = taken.filter((call) => /^GET .*[?&]limit=/.test(call)).length;
  return [pages, taken.length - pages];
}

/** Tells what takes long as soon as it is over. */
async function told(what: string, work: () => Promise<Measured>): Promise<Measured> {
  const taken = await work();
  process.stderr.write(
    `${what} of ${String(TENANTS)} tenants ${taken.seconds.toFixed(1)} s, ${rounded(taken.megabytes).toString()} MB\n`,
  );
  return taken;
}

interface Measured {
  readonly seconds: number;
  /** The most memory that a provider had which was launched from the folder. */
  readonly megabytes: number;
}

async function measured(work: () => Promise<unknown>, folder: string): Promise<Measured> {
  let [most, isOver] = [0, false];
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, ...providersOf(folder).map(peakMegabytes));
      await sleep(100);
    }
  })();
  const before = performance.now();
  await work();
  const seconds = (performance.now() - before) / 1000;
  isOver = true;
  await watching;
  return { seconds, megabytes: most };
}

function providersOf(folder: string): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isProvider(join("/proc", name), folder));
}

/** A process may be gone before it is looked at. */
function isProvider(process: string, folder: string): boolean {
  try {
    return (
      readlinkSync(join(process, "cwd")) === folder &&
      readFileSync(join(process, "cmdline"), "utf8").includes("main.cjs")
    );
  } catch {
    return false;
  }
}

function peakMegabytes(pid: string): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(join("/proc", pid, "status"), "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
