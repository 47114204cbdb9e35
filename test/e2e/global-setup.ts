import { streamProgress } from "../../src/sandbox";
import { TOOLS } from "../../src/toolchain/catalogue";
import { MONITORING_TOOLS } from "../../src/toolchain/monitoring-tools";
import { obtainControlPlane, obtainTool } from "../../src/toolchain/obtain";
import { obtainHelm } from "../../src/toolchain/helm";
import { findExecutable } from "../../src/toolchain/search-path";

/**
 * Builds or fetches what the tests run, once and with its progress shown, so that no test waits for a
 * compiler. Elsewhere than in CI a test whose binary cannot be had is skipped with the reason.
 */
export default async function globalSetup(): Promise<void> {
  const progress = streamProgress();
  // Terraform and OpenTofu spend a third of their CPU on garbage, hundreds of times; what they need of memory is little.
  process.env.GOGC ??= "400";
  try {
    await obtainControlPlane({ progress });
    process.env.HIKUBE_TOFU ??= findExecutable("tofu") ?? (await obtainTool(TOOLS.opentofu, { progress }))("tofu");
    process.env.HIKUBE_HELM ??= await obtainHelm({ progress });
    for (const tool of Object.values(MONITORING_TOOLS)) await obtainTool(tool, { progress });
  } catch (error) {
    if (process.env.CI !== undefined) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
