import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { tenantNamespace, tenantPod } from "../../test/e2e/monitoring/tenants";
import type { Figure } from "../figure";
import { median } from "../numbers";
import { openGround, portOf, residentMiB, untilUp, type Ground } from "./ground";

const TENANT = "tenant-load";
const SUB_TENANTS = [10, 100, 500];
const PODS = 5;
const SERIES = 300;
/** Creations under way at once. */
const PARALLEL = 16;
/** Two intervals, so that every page was read twice, and the time over which the memory is looked at. */
const SETTLE_SECONDS = 60;
const SAMPLES = 20;

/**
 * Memory of the vmagent of one stack, by the number of its sub-tenants: each has five pods of 300 series, which are read
 * every 30 seconds and written through the gateway into VictoriaMetrics, all as the model configures it.
 */
export async function load(): Promise<readonly Figure[]> {
  const ground = await openGround([TENANT]);
  const server = createServer((_request, response) => response.end(page())).listen(0, "0.0.0.0");
  await once(server, "listening");
  try {
    const figures: Figure[] = [];
    let made = 0;
    for (const count of SUB_TENANTS) {
      await grow(ground, portOf(server), [made, count]);
      made = count;
      figures.push({
        ...{ figure: `monitoring.vmagent.memory.${count}`, value: Math.round(await memoryAt(ground, count * PODS)) },
        ...{ goal: count === 500 ? 500 : undefined, better: "lower", unit: "MiB" },
      });
    }
    return figures;
  } finally {
    server.closeAllConnections();
    server.close();
    await ground.close();
  }
}

async function memoryAt(ground: Ground, targets: number): Promise<number> {
  const agent = await ground.vmagent(TENANT);
  await untilUp(agent, targets);
  await sleep(SETTLE_SECONDS * 1000);
  const samples: number[] = [];
  while (samples.length < SAMPLES) {
    samples.push(residentMiB(agent.pid));
    await sleep(1000);
  }
  await agent.stop("SIGTERM");
  return median(samples);
}

/** Sub-tenants from one number to another, with their pods, each at an address of loopback of its own. */
async function grow({ sandbox }: Ground, port: number, [from, to]: readonly [number, number]): Promise<void> {
  const cluster = sandbox.cluster();
  const names = Array.from({ length: to - from }, (_, index) => from + index);
  await inParallel(names, async (index) => {
    const namespace = `${TENANT}-${index}`;
    await cluster.create(tenantNamespace(namespace, `${TENANT}-monitoring`));
  });
  const pods = names.flatMap((index) => Array.from({ length: PODS }, (_, pod) => ({ index, pod })));
  await inParallel(pods, async ({ index, pod }) => {
    const number = index * PODS + pod;
    const address = `127.${20 + (number >> 14)}.${(number >> 7) & 127}.${1 + (number & 127)}`;
    const node = `sandbox-${number % 2}`;
    await cluster.create(tenantPod(`${TENANT}-${index}`, `pod-${pod}`, { address, port, node }));
  });
}

async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** As an application's page is: few names, labels that repeat, values that change. */
function page(): string {
  const lines = Array.from({ length: SERIES }, (_, index) => {
    const labels = [
      `path="/api/v1/resource/${index % 30}"`,
      `method="${index % 2 === 0 ? "GET" : "POST"}"`,
      `code="${[200, 201, 404, 500, 503][index % 5]}"`,
      `handler="h${index}"`,
    ];
    return `http_requests_total{${labels.join(",")}} ${Math.floor(Math.random() * 1e6)}`;
  });
  return `${lines.join("\n")}\n`;
}
