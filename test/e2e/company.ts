import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { provideProviders } from "../../src/offline";
import { asAnyCluster } from "./support";
import { startSandbox, type Sandbox } from "../../src/sandbox";

const ROOT = join(__dirname, "..", "..");
const run = promisify(execFile);

/** What a command said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** `examples/company` on a sandbox of its own, driven by the real terraform or tofu. */
export interface Company {
  readonly sandbox: Sandbox;
  /** Writes the stack's JSON anew. */
  synthesize(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Runs a command of terraform in the stack's folder; a failure is an answer, not an error. */
  terraform(...args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Starts a sandbox and synthesizes the example for it. Nothing is applied yet. */
export async function openCompany(terraformPath: string): Promise<Company> {
  const directory = mkdtempSync(join(tmpdir(), "company-"));
  const sandbox = await startSandbox();
  const environment = { ...process.env, ...asAnyCluster(sandbox, directory), CHECKPOINT_DISABLE: "1" };
  const providers = await provideProviders({ source: "offline", environment });
  const facts = join(directory, "cluster.json");
  writeFileSync(facts, JSON.stringify(await sandbox.facts()));
  const base = { ...environment, ...providers.env, CLUSTER_FACTS: facts };
  return {
    sandbox,
    synthesize: (env = {}) => synthesize(directory, { ...base, ...env }),
    terraform: (...args) => ended(terraformPath, args, { cwd: join(directory, "cdktf.out/stacks/company"), env: base }),
    async close() {
      await providers.close();
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function synthesize(cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const tsx = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
  const main = join(ROOT, "examples", "company", "main.ts");
  await run(process.execPath, [tsx, "--tsconfig", join(ROOT, "tsconfig.json"), main], { cwd, env });
}

async function ended(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(program, [...args], { ...options, maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== "number") throw error;
    return { code, output: `${stdout ?? ""}${stderr ?? ""}` };
  }
}
