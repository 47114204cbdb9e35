import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentProgress } from "../../../src/sandbox";
import type { MonitoringBinary } from "../../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../../src/toolchain/monitoring-tools";
import { obtainTool } from "../../../src/toolchain/obtain";

/** One program of the stack that runs. */
export interface Program {
  readonly pid: number;
  /** @param signal SIGTERM lets it write down what it has in memory. @default "SIGKILL" */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The programs of one test file, with their logs in a folder. */
export class Programs {
  readonly #running = new Set<ChildProcess>();

  constructor(readonly folder: string) {}

  async start(
    name: string,
    binary: MonitoringBinary,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Program> {
    return this.startAt(await locate(binary), name, args, env);
  }

  /** The same of a program at a path. */
  async startAt(
    path: string,
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Program> {
    const log = openSync(join(this.folder, `${name}.log`), "a");
    const child = spawn(path, args, { stdio: ["ignore", log, log], env: { PATH: process.env.PATH, ...env } });
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    await once(child, "spawn");
    return { pid: child.pid ?? 0, stop: (signal) => end(child, signal) };
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((child) => end(child)));
  }
}

/** Programs in a folder of their own, which goes after them: one that still writes would make it anew. */
export function testPrograms(): Programs {
  const programs = new Programs(mkdtempSync(join(tmpdir(), "hikube-test-")));
  afterAll(async () => {
    await programs.stopAll();
    rmSync(programs.folder, { recursive: true, force: true });
  });
  return programs;
}

async function locate(binary: MonitoringBinary): Promise<string> {
  const tools = Object.values(MONITORING_TOOLS);
  const tool = tools.find(({ binaries }) => (binaries as readonly string[]).includes(binary));
  if (tool === undefined) throw new Error(`no tool has ${binary}`);
  return (await obtainTool(tool, { progress: silentProgress }))(binary);
}

async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** Ports of loopback that nobody listens at. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
