import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformStack } from "cdktf";
import { HikubeMonitoring, HikubePlatform, HikubeTenant, TenantProfile } from "cdktf-hikube";
import { silentProgress, startSandbox } from "../../src/sandbox";
import { obtainHelm } from "../../src/toolchain/helm";
import { serveCharts } from "../../test/e2e/chart-server";
import { openStacks } from "../../test/e2e/stacks";
import { packStandIns } from "../../test/e2e/stand-in-charts";
import type { Figure } from "../figure";

const STACK = "company";

/** Lines by which a plan shows that one value of a stack that is applied is another: its retention. */
export async function planLines(): Promise<readonly Figure[]> {
  process.env.HIKUBE_HELM = await obtainHelm({ progress: silentProgress });
  const archives = mkdtempSync(join(tmpdir(), "bench-charts-"));
  const sandbox = await startSandbox({ progress: silentProgress });
  const stacks = await openStacks("terraform", sandbox);
  await packStandIns(archives);
  const charts = await serveCharts(archives);
  try {
    const cluster = await sandbox.facts();
    const declare = (retention: string) => {
      stacks.synth((app) => {
        const stack = new TerraformStack(app, STACK);
        stacks.configure(stack);
        new HelmProvider(stack, "helm", {});
        const platform = new HikubePlatform(stack, "platform", { cluster });
        const tenant = new HikubeTenant(stack, "acme", { platform, name: "acme", profile: TenantProfile.STAGING });
        new HikubeMonitoring(stack, "monitoring", {
          ...{ tenant, host: "grafana.example.ch", metrics: { retention }, sources: { charts: charts.url } },
          exposure: { kind: "ingress", fromNamespace: "ingress-nginx" },
        });
      });
    };
    declare("30d");
    await stacks.apply(STACK);
    declare("90d");
    const { output } = await stacks.plan(STACK);
    const all = changedLines(output);
    const lines = changedLines(output.replace(RECORD, ""));
    if (!lines.some((line) => line.includes("90d"))) throw new Error(`the plan does not show the change:\n${output}`);
    const unit = { better: "lower", unit: "lines" } as const;
    return [
      { figure: "monitoring.plan.lines", value: lines.length, goal: 10, ...unit },
      { figure: "monitoring.plan.lines.with-record", value: all.length, ...unit },
    ];
  } finally {
    await charts.close();
    await stacks.close();
    await sandbox.stop();
    rmSync(archives, { recursive: true, force: true });
  }
}

/** What the provider for Helm knows of a release: of one that changes it prints all that was, and that it is known after apply. */
const RECORD = /^ {6}~ metadata += \{\n[^]*?^ {8}\} -> \(known after apply\)\n/m;

/** Lines of a plan that are marked as added, changed or removed. */
function changedLines(output: string): readonly string[] {
  const [, plan = ""] = output.split("will perform the following actions:");
  return plan.split("\n").filter((line) => /^\s*[-+~] /.test(line));
}
