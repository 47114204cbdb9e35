import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { KubernetesProvider, type KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, type TerraformStack } from "cdktf";
import type { Sandbox } from "../../src/sandbox";
import { provideProviders } from "../../src/offline";
import { asAnyCluster } from "./support";

const run = promisify(execFile);

/** A folder for the stacks of an app and their states, over several synths, driven by the real terraform or tofu. */
export interface Stacks {
  readonly folder: string;
  synth(fill: (app: App) => void): void;
  /** Gives a stack its state and its provider. */
  configure(stack: TerraformStack, provider?: KubernetesProviderConfig): void;
  /** Applies a stack and hands back what was said. */
  apply(stack: string): Promise<string>;
  /** Destroys all of a stack. */
  destroy(stack: string): Promise<string>;
  /** Code 0 where a plan of the stack has nothing to do, 2 where it has. */
  plan(stack: string): Promise<{ readonly code: number; readonly output: string }>;
  /** What a plan of the stack says for programs. */
  show(stack: string): Promise<unknown>;
  close(): Promise<void>;
}

/** @param variables - more of the environment of terraform */
export async function openStacks(
  terraform: string,
  sandbox: Sandbox,
  variables: (folder: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Stacks> {
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  const environment = { ...process.env, ...asAnyCluster(sandbox, folder), CHECKPOINT_DISABLE: "1" };
  const providers = await provideProviders({ source: "offline", environment });
  const env = { ...environment, ...providers.env, ...variables(folder) };
  const command = async (stack: string, ...args: readonly string[]) => {
    const cwd = join(folder, "out", "stacks", stack);
    const { stdout } = await run(terraform, [...args, "-input=false", "-no-color"], { cwd, env, maxBuffer: 64 << 20 });
    return stdout;
  };
  const initialized = async (stack: string, ...args: readonly string[]) => {
    await command(stack, "init");
    return command(stack, ...args);
  };
  return {
    folder,
    synth(fill) {
      const app = new App({ outdir: join(folder, "out") });
      fill(app);
      app.synth();
    },
    configure(stack, provider = {}) {
      new LocalBackend(stack, { path: join(folder, `${stack.node.id}.tfstate`) });
      new KubernetesProvider(stack, "kubernetes", provider);
    },
    apply: (stack) => initialized(stack, "apply", "-auto-approve"),
    destroy: (stack) => initialized(stack, "apply", "-destroy", "-auto-approve"),
    plan: (stack) =>
      initialized(stack, "plan", "-detailed-exitcode").then(
        (output) => ({ code: 0, output }),
        (error: unknown) => {
          const { code, stdout: output } = error as { code: number; stdout: string };
          return { code, output };
        },
      ),
    async show(stack) {
      await initialized(stack, "plan", "-out=plan");
      const cwd = join(folder, "out", "stacks", stack);
      const { stdout } = await run(terraform, ["show", "-json", "plan"], { cwd, env, maxBuffer: 64 << 20 });
      // OpenTofu may print warnings before it.
      return JSON.parse(stdout.slice(stdout.search(/^\{/m))) as unknown;
    },
    async close() {
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
