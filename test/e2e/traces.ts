import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { ScenarioGround } from "../../src/plugin/testing";

/** All that a run of terraform leaves: the files of its folder, what a plan holds packed, its log, and what it shows of state and plan. */
export async function tracesOf({ folder, run }: ScenarioGround, log: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const shown = [await run("show", "-json"), await run("show", "-json", "scenario.tfplan")];
  const paths = [...files.map((file) => join(folder, file.name)), log];
  const texts = await Promise.all(paths.map((path) => readFile(path, "latin1")));
  const plans = await Promise.all(paths.filter((path) => path.endsWith(".tfplan")).map((path) => readFile(path)));
  return [...shown.map(({ output }) => output), ...plans.flatMap(unpacked), ...texts];
}

/** A plan is a ZIP: as it stands it shows nothing of what it holds. */
function unpacked(plan: Uint8Array): readonly string[] {
  return Object.values(unzipSync(plan)).map((bytes) => Buffer.from(bytes).toString("latin1"));
}
