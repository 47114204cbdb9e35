import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { streamProgress } from "../src/sandbox";
import { obtainHelm } from "../src/toolchain/helm";
import { serveCharts } from "../test/e2e/chart-server";
import { packStandIns } from "../test/e2e/stand-in-charts";

/** Always the same: the address of a release's repository is in the state, and another one is a change. */
const PORT = 8879;

/**
 * Serves stand-ins of the monitoring charts on loopback while a command runs, which finds their address in `CHARTS`:
 * `npm run --silent stand-in-charts -- COMMAND…`.
 */
async function main([program, ...args]: readonly string[]): Promise<void> {
  if (program === undefined) throw new Error("Usage: npm run --silent stand-in-charts -- COMMAND…");
  process.env.HIKUBE_HELM = await obtainHelm({ progress: streamProgress() });
  const folder = mkdtempSync(join(tmpdir(), "stand-in-charts-"));
  try {
    await packStandIns(folder);
    const charts = await serveCharts(folder, { port: PORT });
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, CHARTS: charts.url } });
    const [code] = (await once(child, "close")) as [number | null];
    process.exitCode = code ?? 1;
    await charts.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
