import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClusterFacts } from "../../src/model/cluster/cluster-facts";
import { platformObjects } from "../../src/model/platform/platform";
import { silentProgress, startSandbox, type Sandbox } from "../../src/sandbox";

const CLI = join(__dirname, "..", "..", "dist", "src", "cli", "main.js");

/** A guarded platform on a sandbox, and a folder that is a home with the provider installed. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly facts: ClusterFacts;
  /** A folder of its own, below the home. */
  folder(name: string): string;
  /** Runs a command there, as the administrator of the sandbox. @returns what it printed */
  run(command: readonly string[], options: RunOptions): Promise<string>;
  /** The command `hikube`, of the package as it is built. */
  readonly hikube: readonly string[];
  close(): Promise<void>;
}

export interface RunOptions {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

export async function openGround(): Promise<Ground> {
  const home = mkdtempSync(join(tmpdir(), "hikube-bench-"));
  const hikube = [process.execPath, CLI];
  execFileSync(process.execPath, [CLI, "provider", "install", join(home, ".terraform.d", "plugins")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const sandbox = await startSandbox({ progress: silentProgress });
  const facts = await sandbox.facts();
  const { base, guardrails } = platformObjects({ cluster: facts, guardrails: true });
  for (const object of [...base, ...guardrails]) {
    await sandbox.cluster().apply(object, { fieldManager: "bench", force: true });
  }
  const place = { KUBE_CONFIG_PATH: sandbox.kubeconfig, KUBECONFIG: sandbox.kubeconfig };
  const environment = { PATH: process.env.PATH, HOME: home, CHECKPOINT_DISABLE: "1", ...place };
  return {
    ...{ sandbox, facts, hikube },
    folder(name) {
      const folder = join(home, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cluster.json"), JSON.stringify(facts));
      return folder;
    },
    async run([program = "", ...args], { folder, env = {} }) {
      const options = { cwd: folder, env: { ...environment, ...env }, maxBuffer: 1 << 28 };
      try {
        return (await promisify(execFile)(program, args, options)).stdout;
      } catch (cause) {
        const { stderr } = cause as { readonly stderr: string };
        throw new Error(`${program} ${args.slice(0, 3).join(" ")} failed:\n${stderr.slice(0, 2000)}`, { cause });
      }
    },
    async close() {
      await sandbox.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
