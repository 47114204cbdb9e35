import { join } from "node:path";
import { run } from "../../src/cli/run";

const CLUSTER = join(__dirname, "..", "..", "examples", "company", "cluster.json");

/** What the scanners get to see, as a pipeline of a platform team would give it to them. */
export async function rendered(): Promise<string> {
  let [out, err] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: {},
  };
  const code = await run(["render", join(__dirname, "tenants.yaml"), "--platform", "--cluster", CLUSTER], io);
  if (code !== 0) throw new Error(`hikube render failed: ${err}`);
  return out;
}
