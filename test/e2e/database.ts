import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { streamProgress } from "../../src/sandbox";
import type { Tool } from "../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../src/toolchain/monitoring-tools";
import { obtainTool } from "../../src/toolchain/obtain";
import { freePort, serve, type Served } from "./served";

/** VictoriaMetrics and VictoriaLogs that answer at once what was written: nothing is cached or held back. */
export function startMetrics(more: readonly string[] = []): Promise<Served> {
  const flags = [
    "-search.latencyOffset=0s",
    "-search.disableCache",
    "-retentionPeriod=2d",
    "-memory.allowedBytes=128MiB",
  ];
  return startDatabase(MONITORING_TOOLS.victoriametrics, "victoria-metrics", [...flags, ...more]);
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
  const served = await serve(locate(binary), args, { port });
  return {
    ...served,
    stop: async () => {
      await served.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
