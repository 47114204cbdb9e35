import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { streamProgress } from "../../src/sandbox";
import type { Tool } from "../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../src/toolchain/monitoring-tools";
import { obtainTool } from "../../src/toolchain/obtain";
import { eventually } from "./support";

/** A program on loopback. */
export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** VictoriaMetrics and VictoriaLogs that answer at once what was written: nothing is cached or held back. */
export function startMetrics(): Promise<Served> {
  const flags = [
    "-search.latencyOffset=0s",
    "-search.disableCache",
    "-retentionPeriod=2d",
    "-memory.allowedBytes=128MiB",
  ];
  return startDatabase(MONITORING_TOOLS.victoriametrics, "victoria-metrics", flags);
}

export function startLogs(): Promise<Served> {
  return startDatabase(MONITORING_TOOLS.victorialogs, "victoria-logs", [
    "-retentionPeriod=2d",
    "-memory.allowedBytes=128MiB",
  ]);
}

async function startDatabase(
  tool: Tool,
  binary: "victoria-metrics" | "victoria-logs",
  flags: readonly string[],
): Promise<Served> {
  const locate = await obtainTool(tool, { progress: streamProgress() });
  const folder = mkdtempSync(join(tmpdir(), `${binary}-`));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const args = [
    `-httpListenAddr=${address}`,
    `-storageDataPath=${join(folder, "data")}`,
    "-loggerLevel=ERROR",
    ...flags,
  ];
  const served = await serve(locate(binary), args, { port, health: "/health" });
  return {
    url: served.url,
    stop: async () => {
      await served.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a program and waits until it answers under a path, or accepts connections where none is given. */
export async function serve(
  path: string,
  args: readonly string[],
  at: { readonly port: number; readonly health: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Served> {
  const child = spawn(path, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...at.env } });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = `${words}${chunk.toString()}`.slice(-4000)));
  const url = `http://127.0.0.1:${at.port}`;
  await eventually(`${path} to answer`, async () => {
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode}: ${words}`);
    return (await fetch(`${url}${at.health}`).catch(() => undefined))?.ok;
  });
  return { url, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    child.kill("SIGTERM");
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
