import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { App, TerraformStack } from "cdktf";
import { type TopTenant, SpecError, type Issue, TenantFleet, type TenantFleetProps } from "cdktf-hikube";
import { newApp, newDirectory, readJson, PLATFORM } from "./synth";

type Entry = Readonly<Record<string, unknown>>;

interface AssignmentFile {
  stacks: string[];
  tenants: Record<string, Record<string, unknown>>;
}

export const SHARE = { cpu: "1", memory: "1Gi", storage: "1Gi" };

export function top(name: string, children: readonly string[] = [], more: Partial<TopTenant> = {}): TopTenant {
  return { name, profile: "development", children: children.map((child) => ({ name: child, quota: SHARE })), ...more };
}

export function many(count: number): readonly TopTenant[] {
  return Array.from({ length: count }, (_, index) => top(`t${String(index).padStart(3, "0")}`));
}

export function configureStack(stack: TerraformStack): void {
  new KubernetesProvider(stack, "kubernetes", {});
}

/** A place for the assignment of one fleet, over several synths. */
export class FleetFolder {
  readonly folder = newDirectory();
  readonly file = join(this.folder, "fleet.json");

  make(app: App, tenants: readonly TopTenant[], props: Partial<TenantFleetProps> = {}): TenantFleet {
    const all = { tenants, platform: PLATFORM, assignment: this.file, configureStack, frozen: false, ...props };
    return new TenantFleet(app, "fleet", all);
  }

  /** Synthesizes a fleet and hands back the app. */
  synth(tenants: readonly TopTenant[], props: Partial<TenantFleetProps> = {}): App {
    const app = newApp();
    this.make(app, tenants, props);
    app.synth();
    return app;
  }

  text(): string {
    return readFileSync(this.file, "utf8");
  }

  places(): Readonly<Record<string, unknown>> {
    const { tenants } = readJson(this.file) as AssignmentFile;
    return Object.fromEntries(Object.entries(tenants).map(([namespace, { stack }]) => [namespace, stack]));
  }

  edit(change: (file: AssignmentFile) => void): void {
    const content = readJson(this.file) as AssignmentFile;
    change(content);
    writeFileSync(this.file, JSON.stringify(content));
  }
}

/** The blocks of a synthesized stack that move resources. */
export function stackJson(
  app: App,
  stack: string,
): { readonly removed?: readonly Entry[]; readonly import?: readonly Entry[] } {
  return readJson(join(app.outdir, "stacks", stack, "cdk.tf.json")) as object;
}

export function issuesOf(work: () => unknown): readonly Issue[] {
  try {
    work();
  } catch (error) {
    if (error instanceof SpecError) return error.issues;
    throw error;
  }
  return [];
}
