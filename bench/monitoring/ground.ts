import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import { SCRAPE_LIMITS, type ScrapeLimits } from "../../src/model/monitoring/collection/scrape-limits";
import { silentProgress, startSandbox, type Sandbox } from "../../src/sandbox";
import { ask } from "../../test/e2e/monitoring/ask";
import { applyAll, Collectors, type RunningCollector } from "../../test/e2e/monitoring/collectors";
import { Programs } from "../../test/e2e/monitoring/programs";
import { startStack, type Stack } from "../../test/e2e/monitoring/storage";
import { eventually } from "../../test/e2e/support";

/** A sandbox with stacks whose programs run, and with the collection that the model makes for them. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly stacks: readonly Stack[];
  /** Starts the vmagent of a tenant's stack, configured by what is applied. */
  vmagent(tenant: string): Promise<RunningCollector>;
  close(): Promise<void>;
}

export async function openGround(tenants: readonly string[], limits: Partial<ScrapeLimits> = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "bench-monitoring-"));
  const programs = new Programs(folder);
  const sandbox = await startSandbox({ progress: silentProgress });
  const facts = await sandbox.facts();
  const stacks: Stack[] = [];
  for (const tenant of tenants) {
    const access = { owner: { tenant }, issuer: facts.serviceAccounts };
    stacks.push(await startStack(programs, `${tenant}-monitoring`, access));
  }
  const routes = tenants.map((tenant, index) => ({
    ...{ tenant, namespace: `${tenant}-monitoring`, gateway: stacks[index]?.gateway ?? "" },
  }));
  const spec = { cluster: facts, stacks: routes, limits: { ...SCRAPE_LIMITS, ...limits } };
  await applyAll(sandbox.cluster(), collectionObjects(spec));
  const collectors = new Collectors(sandbox, programs);
  return {
    ...{ sandbox, stacks },
    vmagent: (tenant) => collectors.vmagent(`vmagent-${tenant}`),
    async close() {
      await programs.stopAll();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Port that a server listens at. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** CPU that a process has used, in seconds. */
export function cpuSeconds(pid: number): number {
  // After the name, which may hold anything, in ticks of a hundredth of a second: user and system.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Waits until a vmagent has as many targets that answer. */
export async function untilUp({ address }: RunningCollector, count: number): Promise<void> {
  await eventually(`${count} targets that answer`, async () => {
    const { body } = await ask(`http://${address}/metrics`);
    const lines = body.split("\n").filter((line) => /^vm_promscrape_targets\{.*status="up"/.test(line));
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0) >= count;
  });
}
