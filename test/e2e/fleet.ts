import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { type ClusterFacts, type FleetTenant, HikubePlatform, TenantFleet } from "cdktf-hikube";
import type { Sandbox } from "../../src/sandbox";
import { provideProviders } from "../../src/sandbox/providers";

const run = promisify(execFile);

interface Assignment {
  readonly tenants: Record<string, { stack: string; held: string[] }>;
}

/** A fleet of tenants on a sandbox, over several synths, driven by the real terraform or tofu. */
export interface Fleet {
  synth(tenants: readonly FleetTenant[], perStack?: number): void;
  /** Edits the line of a tenant in the committed assignment. */
  assign(namespace: string, entry: { readonly stack?: string; readonly held?: string[] }): void;
  /** Applies a stack and hands back what was said. */
  apply(stack: string): Promise<string>;
  /** 0 where a plan of the stack has nothing to do, 2 where it has. */
  plan(stack: string): Promise<number>;
  close(): Promise<void>;
}

export async function openFleet(terraform: string, sandbox: Sandbox): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const environment = { ...process.env, ...sandbox.env, CHECKPOINT_DISABLE: "1" };
  const providers = await provideProviders({ source: "offline", environment });
  const env = { ...environment, ...providers.env };
  const cluster = await sandbox.facts();
  const assignment = join(folder, "fleet.json");
  const command = async (stack: string, ...args: readonly string[]) => {
    const cwd = join(folder, "out", "stacks", stack);
    const { stdout } = await run(terraform, [...args, "-input=false", "-no-color"], { cwd, env, maxBuffer: 64 << 20 });
    return stdout;
  };
  return {
    synth: (tenants, perStack) => {
      synthesize({ folder, cluster, assignment }, tenants, perStack);
    },
    assign(namespace, entry) {
      const content = JSON.parse(readFileSync(assignment, "utf8")) as Assignment;
      content.tenants[namespace] = { ...content.tenants[namespace]!, ...entry };
      writeFileSync(assignment, JSON.stringify(content));
    },
    async apply(stack) {
      await command(stack, "init");
      return command(stack, "apply", "-auto-approve");
    },
    async plan(stack) {
      await command(stack, "init");
      return command(stack, "plan", "-detailed-exitcode").then(
        () => 0,
        (error: unknown) => (error as { code: number }).code,
      );
    },
    async close() {
      await providers.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly folder: string;
  readonly cluster: ClusterFacts;
  readonly assignment: string;
}

function synthesize({ folder, cluster, assignment }: Place, tenants: readonly FleetTenant[], perStack = 25): void {
  const app = new App({ outdir: join(folder, "out") });
  const configureStack = (stack: TerraformStack) => {
    new LocalBackend(stack, { path: join(folder, `${stack.node.id}.tfstate`) });
    new KubernetesProvider(stack, "kubernetes", {});
  };
  const platform = new TerraformStack(app, "platform");
  configureStack(platform);
  new HikubePlatform(platform, "platform", { cluster });
  new TenantFleet(app, "fleet", { tenants, cluster, assignment, perStack, configureStack, frozen: false });
  app.synth();
}
