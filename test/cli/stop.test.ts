import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { inFolder, TENANTS_YAML } from "./call";

const ROOT = join(__dirname, "..", "..");
const MAIN = join(ROOT, "src", "cli", "main.ts");
// One process: the one that gets the signal.
const TSX = pathToFileURL(join(ROOT, "node_modules", "tsx", "dist", "loader.mjs")).href;

inFolder({ "tenants.yaml": TENANTS_YAML });

/** Runs the command and stops it once it is where it shall be stopped. */
async function stopped(
  signal: NodeJS.Signals,
  isThere: () => boolean,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const env = { ...process.env, PATH: `${process.cwd()}/bin:${process.env.PATH ?? ""}` };
  const child = spawn(process.execPath, ["--import", TSX, MAIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const end = new Promise<number | null>((resolve) => child.once("close", resolve));
  while (!isThere() && child.exitCode === null) await sleep(20);
  child.kill(signal);
  const code = await end;
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);
const isMarked = () => existsSync("mark");

test("while the app synthesizes", async () => {
  writeFileSync("cdktf.json", JSON.stringify({ app: "touch mark; exec sleep 60" }));
  const { code, err } = await stopped("SIGINT", isMarked, "plan");
  expect({ code, said: lastLine(err) }).toEqual({
    code: 130,
    said: "hikube: stopped by SIGINT: nothing was changed [interrupted]",
  });
});

test("while a cluster is asked, for programs too", async () => {
  let isAsked = false;
  const server = createServer(() => (isAsked = true));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const cluster = { server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
  const names = { contexts: [{ name: "c", context: { cluster: "c", user: "u" } }], users: [{ name: "u", user: {} }] };
  writeFileSync("kubeconfig", JSON.stringify({ "current-context": "c", ...names, clusters: [{ name: "c", cluster }] }));
  const args = ["suspend", "tenant-alpha", "--kubeconfig", "kubeconfig", "--json"];
  const { code, out, err } = await stopped("SIGTERM", () => isAsked, ...args);
  server.closeAllConnections();
  server.close();
  const message = "stopped by SIGTERM: tenant-alpha may be suspended only in part; run the command again";
  expect({ code, said: lastLine(err) }).toEqual({ code: 143, said: `hikube: ${message} [interrupted]` });
  expect(JSON.parse(out)).toEqual({ errors: [{ code: "interrupted", message }] });
});

test("while terraform applies: it is waited for", async () => {
  mkdirSync("cdktf.out/stacks/one", { recursive: true });
  mkdirSync("bin");
  writeFileSync("cdktf.out/stacks/one/cdk.tf.json", "{}");
  const stack = { workingDirectory: "stacks/one", synthesizedStackPath: "stacks/one/cdk.tf.json", dependencies: [] };
  writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks: { one: stack } }));
  const change = { address: "a.b", mode: "managed", type: "a", name: "b", change: { actions: ["create"], after: {} } };
  const plan = JSON.stringify({ format_version: "1.2", resource_changes: [change] });
  const applying = `trap 'touch saved; exit 1' INT; touch mark; while :; do sleep 0.1; done`;
  const here = process.cwd();
  writeFileSync(
    "bin/terraform",
    `#!/bin/sh\nfor a in "$@"; do case "$a" in -out=*) : > "\${a#-out=}";; esac; done
case "$1" in show) echo '${plan}';; apply) cd ${here}; ${applying};; esac\n`,
  );
  chmodSync("bin/terraform", 0o700);
  const { code, err } = await stopped("SIGINT", isMarked, "apply", "--no-synth", "--auto-approve");
  expect({ code, isSaved: existsSync("saved") }).toEqual({ code: 130, isSaved: true });
  expect(lastLine(err)).toBe(
    "hikube: stopped by SIGINT: terraform has saved its state, and no other stack was started; to go on, run `hikube recover`, then the command again [interrupted]",
  );
});
