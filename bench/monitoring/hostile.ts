import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../../test/e2e/monitoring/ask";
import type { Stack } from "../../test/e2e/monitoring/storage";
import { tenantNamespace, tenantPod } from "../../test/e2e/monitoring/tenants";
import type { Figure } from "../figure";
import { rounded } from "../numbers";
import { cpuSeconds, openGround, portOf, residentMiB, untilUp, type Ground } from "./ground";

const [ATTACKER, OTHER] = ["tenant-hostile", "tenant-quiet"];
const HOSTILE = 100;
const HONEST = 20;
const INTERVAL = 10;
const ATTACK_SECONDS = 60;

/** Each just within the bounds of a page: 256 KB and 2000 samples. */
const ATTACKS: Readonly<Record<string, RequestListener>> = {
  // vmagent parses line by line, and counts each that it cannot.
  "bad-lines": (_request, response) => response.end(BAD_LINES),
  // The last error of a target is kept, with what it answered.
  "large-errors": (_request, response) => response.writeHead(500).end(LARGE_TEXT),
  // Others each time.
  "new-series": (_request, response) => response.end(newSeries()),
};

const BAD_LINES = "x\n".repeat(125_000);
const LARGE_TEXT = "e".repeat(250_000);
const HONEST_PAGE = 'honest_total{path="/"} 5\n';

let seriesMade = 0;

function newSeries(): string {
  seriesMade += 1990;
  return Array.from({ length: 1990 }, (_, index) => `churn{i="${seriesMade + index}"} 1\n`).join("");
}

/**
 * What 100 hostile pods of one stack cost the other stack (missed scrapes of 20 pods), and their own: the share of what 20
 * honest pods beside them show that arrives, and the memory of their vmagent. On this machine all programs share the cores.
 */
export async function hostile(): Promise<readonly Figure[]> {
  const ground = await openGround([ATTACKER, OTHER], { interval: `${INTERVAL}s`, timeout: "5s" });
  let attack: RequestListener | undefined;
  const server = createServer((request, response) => {
    const isHostile = request.socket.localAddress?.startsWith("127.60.") === true;
    if (isHostile && attack !== undefined) attack(request, response);
    else response.end(HONEST_PAGE);
  }).listen(0, "0.0.0.0");
  await once(server, "listening");
  try {
    await makePods(ground, portOf(server));
    const agent = await ground.vmagent(ATTACKER);
    const other = await ground.vmagent(OTHER);
    await Promise.all([untilUp(agent, HOSTILE + HONEST), untilUp(other, HONEST)]);
    const [own, quiet] = ground.stacks as [Stack, Stack];
    const figures: Figure[] = [];
    let missed = 0;
    for (const [name, listener] of Object.entries(ATTACKS)) {
      attack = listener;
      const { from, to, memory, cores } = await watch(agent.pid);
      attack = undefined;
      await sleep(3 * INTERVAL * 1000);
      missed += (await missedScrapes(quiet, from, to)).missed;
      const inOwn = await missedScrapes(own, from, to);
      figures.push(
        { figure: `monitoring.hostile.own.${name}`, value: rounded(1 - inOwn.missed / inOwn.due), better: "higher" },
        { figure: `monitoring.hostile.own.${name}.memory`, value: Math.round(memory), better: "lower", unit: "MiB" },
        { figure: `monitoring.hostile.own.${name}.cpu`, value: rounded(cores), better: "lower", unit: "cores" },
      );
    }
    return [
      { figure: "monitoring.hostile.other.missed", value: missed, goal: 0, better: "lower", unit: "scrapes" },
      ...figures,
    ];
  } finally {
    server.closeAllConnections();
    server.close();
    await ground.close();
  }
}

async function makePods({ sandbox }: Ground, port: number): Promise<void> {
  const cluster = sandbox.cluster();
  const add = async (namespace: string, name: string, address: string) => {
    await cluster.create(tenantPod(namespace, name, { address, port }));
  };
  for (const [index, tenant] of [ATTACKER, OTHER].entries()) {
    await cluster.create(tenantNamespace(tenant, `${tenant}-monitoring`));
    for (let pod = 1; pod <= HONEST; pod += 1) await add(tenant, `honest-${pod}`, `127.6${index + 1}.0.${pod}`);
  }
  for (let pod = 1; pod <= HOSTILE; pod += 1) await add(ATTACKER, `hostile-${pod}`, `127.60.0.${pod}`);
}

/** What was seen of a process while an attack went on. */
interface Seen {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** The largest that it was, in MiB. */
  readonly memory: number;
  /** Cores that it used on average. */
  readonly cores: number;
}

/** Lets an attack go on. */
async function watch(pid: number): Promise<Seen> {
  const from = Date.now();
  const before = cpuSeconds(pid);
  let memory = 0;
  while (Date.now() - from < ATTACK_SECONDS * 1000) {
    memory = Math.max(memory, residentMiB(pid));
    await sleep(500);
  }
  const to = Date.now();
  return { from, to, memory, cores: (cpuSeconds(pid) - before) / ((to - from) / 1000) };
}

/** Scrapes of the honest pods of a stack that were due, and of those that are not in its database. */
async function missedScrapes({ metrics }: Stack, from: number, to: number) {
  await ask(`http://${metrics}/internal/force_flush`);
  // The samples before and after the attack are the ends of its first and last gap.
  const around = 2 * INTERVAL * 1000;
  const range = `start=${(from - around) / 1000}&end=${(to + around) / 1000}`;
  const { body } = await ask(`http://${metrics}/api/v1/export?match[]=honest_total{pod=~"honest-.*"}&${range}`);
  const pods = body
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => missedOf((JSON.parse(line) as { timestamps: readonly number[] }).timestamps));
  const due = Math.round((to - from) / 1000 / INTERVAL);
  const silent = HONEST - pods.length;
  return { due: due * HONEST, missed: pods.reduce((sum, one) => sum + one, silent * due) };
}

function missedOf(timestamps: readonly number[]): number {
  const gaps = timestamps.slice(1).map((time, index) => time - (timestamps[index] ?? time));
  return gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / 1000 / INTERVAL) - 1), 0);
}
