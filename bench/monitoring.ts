import { streamProgress } from "../src/support/progress";
import { MONITORING_TOOLS } from "../src/toolchain/monitoring-tools";
import { obtainControlPlane, obtainTool } from "../src/toolchain/obtain";
import type { Figure } from "./figure";
import { amounts } from "./monitoring/amounts";
import { hostile } from "./monitoring/hostile";
import { load } from "./monitoring/load";
import { planLines } from "./monitoring/plan-lines";
import { throughput } from "./monitoring/throughput";

/**
 * What a monitoring stack takes, by the emitted values and by real programs with the emitted configuration. About fifteen
 * minutes: `HIKUBE_BENCH_PARTS=amounts,load` runs only those.
 */
export async function monitoring(): Promise<readonly Figure[]> {
  const progress = streamProgress();
  await obtainControlPlane({ progress });
  for (const tool of Object.values(MONITORING_TOOLS)) await obtainTool(tool, { progress });
  const wanted = process.env.HIKUBE_BENCH_PARTS?.split(",");
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    const step = progress.step(`measuring ${name}`);
    figures.push(...(await part()));
    step.done();
  }
  return figures;
}

const PARTS: Readonly<Record<string, () => readonly Figure[] | Promise<readonly Figure[]>>> = {
  ...{ amounts, "plan-lines": planLines, throughput, load, hostile },
};
