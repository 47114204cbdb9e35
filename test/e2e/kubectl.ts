import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { Sandbox } from "../../src/sandbox";

const run = promisify(execFile);

/** Somebody by the groups that the cluster would know him by. */
export interface Person {
  readonly user: string;
  readonly groups: readonly string[];
}

/** What a call of kubectl printed on both streams, and how it ended. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Runs kubectl with a kubeconfig, and a text for its standard input. */
export async function kubectlAnswer(
  kubeconfig: string,
  args: readonly string[],
  input = "",
  path = process.env.PATH,
): Promise<Answer> {
  const env = { ...process.env, PATH: path };
  const child = execFile("kubectl", [`--kubeconfig=${kubeconfig}`, ...args], { timeout: 60_000, env });
  let text = "";
  child.stdout?.on("data", (chunk: string) => (text += chunk));
  child.stderr?.on("data", (chunk: string) => (text += chunk));
  child.stdin?.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? -1, text };
}

/** Runs kubectl as somebody, and answers with what it printed. @throws Error with its output, where it fails */
export async function kubectl(sandbox: Sandbox, as: Person, ...args: readonly string[]): Promise<string> {
  const identity = [`--as=${as.user}`, ...as.groups.map((group) => `--as-group=${group}`)];
  const connection = [`--kubeconfig=${sandbox.kubeconfig}`, "--as-group=system:authenticated"];
  const { stdout } = await run("kubectl", [...connection, ...identity, ...args], { timeout: 60_000 });
  return stdout;
}
