import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/support/package-root";
import { packCharts } from "./chart-archives";

const SOURCE = join(packageRoot(), "test", "fixtures", "charts");
/** What all of them share; a chart must hold all that it uses. */
const SHARED = "standin.tpl";

/** Names of the stand-ins: those of the charts that they are called after. */
export function standInCharts(): readonly string[] {
  return readdirSync(SOURCE).filter((name) => name !== SHARED);
}

/**
 * Packs the stand-ins of the monitoring stack's charts into a folder, with the index of a repository: charts of our own with
 * the names, versions, keys and objects of the real ones, for machines that reach no chart repository.
 */
export async function packStandIns(folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "stand-ins-"));
  try {
    const charts = standInCharts().map((name) => {
      cpSync(join(SOURCE, name), join(work, name), { recursive: true });
      copyFileSync(join(SOURCE, SHARED), join(work, name, "templates", "_standin.tpl"));
      return join(work, name);
    });
    await packCharts(charts, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
