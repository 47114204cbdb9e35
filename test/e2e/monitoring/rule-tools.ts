import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { goBuild, madeOnce, type TestTool } from "../made-once";

/** Without its discovery of targets in clouds, which it does not need here, it is built in half the time. */
const PROMTOOL = { GOFLAGS: "-tags=remove_all_sd" };

/** Programs of Prometheus' project that judge rules and routes, each built once from its module in `tools/`. */
export type RuleTool = "alertmanager" | "amtool" | "promtool";

const PACKAGES: Readonly<Record<RuleTool, string>> = {
  alertmanager: "github.com/prometheus/alertmanager/cmd/alertmanager",
  amtool: "github.com/prometheus/alertmanager/cmd/amtool",
  promtool: "github.com/prometheus/prometheus/cmd/promtool",
};

/** Path of the program; where it cannot be had its tests are skipped with a printed reason, but fail where `CI` is set. */
export function locateRuleTool(name: RuleTool): string | undefined {
  const env = name === "promtool" ? PROMTOOL : {};
  const tool: TestTool = {
    name,
    pins: [`tools/${name}/go.mod`, `tools/${name}/go.sum`],
    program: name,
    make: (folder) => [goBuild(name, join(folder, name), PACKAGES[name], env)],
  };
  return madeOnce(tool);
}

/** Declares tests that need one of the programs. */
export function describeWith(name: RuleTool, title: string, body: (run: RunTool, path: string) => void): void {
  const path = locateRuleTool(name);
  if (path === undefined) describe.skip(title, () => undefined);
  else
    describe(title, () => {
      body((...args) => runTool(path, args), path);
    });
}

/** What the program printed, both streams, and its exit code. */
export interface Said {
  readonly code: number | null;
  readonly text: string;
}

export type RunTool = (...args: readonly string[]) => Said;

function runTool(path: string, args: readonly string[]): Said {
  const { status, stdout, stderr, error } = spawnSync(path, args, { encoding: "utf8" });
  return { code: status, text: error?.message ?? `${stdout}${stderr}` };
}
