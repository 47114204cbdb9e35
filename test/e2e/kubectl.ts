import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Sandbox } from "../../src/sandbox";

const run = promisify(execFile);

/** Somebody by the groups that the cluster would know him by. */
export interface Person {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Runs kubectl as somebody, and answers with what it printed. @throws Error with its output, where it fails */
export async function kubectl(sandbox: Sandbox, as: Person, ...args: readonly string[]): Promise<string> {
  const identity = [`--as=${as.user}`, ...as.groups.map((group) => `--as-group=${group}`)];
  const connection = [`--kubeconfig=${sandbox.kubeconfig}`, "--as-group=system:authenticated"];
  const { stdout } = await run("kubectl", [...connection, ...identity, ...args], { timeout: 60_000 });
  return stdout;
}
