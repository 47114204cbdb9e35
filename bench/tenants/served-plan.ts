import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { serveHikube } from "../../src/cli/serving/serve-hikube";

const PLAN = ["plan", "-input=false", "-detailed-exitcode"];

/** As `hikube plan` has terraform plan: the provider is served in this process, and nothing is launched. */
async function main(): Promise<void> {
  const served = serveHikube(process.env);
  try {
    const env = { ...process.env, ...(await served.reattach(process.cwd())) };
    await promisify(execFile)("terraform", PLAN, { env, maxBuffer: 1 << 28 });
  } finally {
    await served.close();
  }
}

void main();
