import { readFileSync } from "node:fs";
import type { Cluster } from "../src/kube/cluster";
import { startSandbox, type Sandbox } from "../src/sandbox";
import { obtainControlPlane } from "../src/toolchain/obtain";
import { streamProgress } from "../src/support/progress";
import { readState } from "../src/sandbox/state/state";
import type { Figure } from "./figure";

const RUNS = 3;

/** Seconds from the call to a pod in a fresh namespace, and the memory of all processes then; binaries at hand. */
export async function sandbox(): Promise<Figure[]> {
  await obtainControlPlane({ progress: streamProgress() });
  const runs: { readonly seconds: number; readonly stopSeconds: number; readonly gigabytes: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure());
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  const figure = (name: string, values: readonly number[]) => ({
    figure: `sandbox.${name}`,
    value: Number(median(values).toFixed(3)),
    better: "lower" as const,
  });
  return [
    {
      ...figure(
        "up",
        runs.map(({ seconds }) => seconds),
      ),
      goal: 6,
      unit: "s",
    },
    {
      ...figure(
        "memory",
        runs.map(({ gigabytes }) => gigabytes),
      ),
      goal: 0.7,
      unit: "GB",
    },
    {
      ...figure(
        "down",
        runs.map(({ stopSeconds }) => stopSeconds),
      ),
      unit: "s",
    },
  ];
}

async function measure() {
  const start = performance.now();
  const started = await startSandbox();
  await untilAccountIsUsable(started.cluster());
  const ready = performance.now();
  const gigabytes = memoryOf(started);
  const stop = performance.now();
  await started.stop();
  return { seconds: (ready - start) / 1000, gigabytes, stopSeconds: (performance.now() - stop) / 1000 };
}

/** Usable is an account under which a pod is admitted, in a namespace that is new. */
async function untilAccountIsUsable(cluster: Cluster): Promise<void> {
  await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "fresh" } });
  for (;;) {
    try {
      const spec = { containers: [{ name: "app", image: "app" }] };
      await cluster.create({ apiVersion: "v1", kind: "Pod", metadata: { name: "first", namespace: "fresh" }, spec });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Resident memory of the supervisor and the four processes. */
function memoryOf({ directory }: Sandbox): number {
  const state = readState(directory);
  const processes = state === undefined ? [] : [state.supervisor, ...Object.values(state.components)];
  const kilobytes = processes.map(({ pid }) => {
    const [, value] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(value);
  });
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1e6;
}
