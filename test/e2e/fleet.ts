import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { type TopTenant, HikubePlatform, TenantFleet } from "cdktf-hikube";
import type { Sandbox } from "../../src/sandbox";
import { openStacks } from "./stacks";

interface Assignment {
  readonly tenants: Record<string, { stack: string; held: string[] }>;
}

/** A fleet of tenants on a sandbox, over several synths, driven by the real terraform or tofu. */
export interface Fleet {
  synth(tenants: readonly TopTenant[], perStack?: number): void;
  /** Edits the line of a tenant in the committed assignment. */
  assign(namespace: string, entry: { readonly stack?: string; readonly held?: string[] }): void;
  /** Applies a stack and hands back what was said. */
  apply(stack: string): Promise<string>;
  /** 0 where a plan of the stack has nothing to do, 2 where it has. */
  plan(stack: string): Promise<number>;
  close(): Promise<void>;
}

export async function openFleet(terraform: string, sandbox: Sandbox): Promise<Fleet> {
  const stacks = await openStacks(terraform, sandbox);
  const cluster = await sandbox.facts();
  const assignment = join(stacks.folder, "fleet.json");
  const configureStack = (stack: TerraformStack) => {
    stacks.configure(stack);
  };
  return {
    ...stacks,
    synth(tenants, perStack = 25) {
      stacks.synth((app) => {
        const platformStack = new TerraformStack(app, "platform");
        configureStack(platformStack);
        const platform = new HikubePlatform(platformStack, "platform", { cluster });
        new TenantFleet(app, "fleet", { tenants, platform, assignment, perStack, configureStack, frozen: false });
      });
    },
    assign(namespace, entry) {
      const content = JSON.parse(readFileSync(assignment, "utf8")) as Assignment;
      content.tenants[namespace] = { ...content.tenants[namespace]!, ...entry };
      writeFileSync(assignment, JSON.stringify(content));
    },
    plan: async (stack) => (await stacks.plan(stack)).code,
  };
}
