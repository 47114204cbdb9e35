import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ScenarioGround } from "../../src/plugin/testing";

/** All that a run of terraform leaves: the files of its folder, its log, and what it shows of state and plan. */
export async function tracesOf({ folder, run }: ScenarioGround, log: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const shown = [await run("show", "-json"), await run("show", "-json", "scenario.tfplan")];
  const paths = [...files.map((file) => join(folder, file.name)), log];
  const texts = await Promise.all(paths.map((path) => readFile(path, "latin1")));
  return [...shown.map(({ output }) => output), ...texts];
}
