import { App, TerraformStack } from "cdktf";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import type { TenantTree } from "../src/model/tenant/document";
import type { Engine } from "../src/model/tenant/spec/engine";
import { ignoredKeyExpression } from "../src/model/tenant/spec/ignored-keys";
import { addTenants, type TopTenant } from "./add-tenants";
import { HikubePlatform } from "./hikube-platform";
import { HikubeProvider } from "./provider/bindings/hikube-provider";

/** See `TenantsFile`. */
export interface IgnoredKeys {
  readonly ignoreLabels?: readonly string[];
  readonly ignoreAnnotations?: readonly string[];
}

export interface TenantsAppOptions {
  readonly tenants: readonly TopTenant[];
  readonly cluster: ClusterFacts;
  /** Who the people of a tenant ask. @default - the platform names nobody */
  readonly contact?: string;
  /** What makes the objects of the tenants. @default "kubernetes" */
  readonly engine?: Engine;
  /** The engine that made them before. @default - they are new, or of this engine already */
  readonly formerEngine?: "kubernetes";
  /** Keys of labels and annotations of others on the namespaces, which plans leave alone. @default - none */
  readonly ignored?: IgnoredKeys;
  /** Folder that the app is written to. */
  readonly outdir: string;
  /** Name of the one stack; a part of its state's name. */
  readonly stack: string;
  /** Whether the platform is part of it. */
  readonly platform: boolean;
  /** Terraform's `backend` block. @default - cdktf's: a file in the current folder */
  readonly backend?: Readonly<Record<string, unknown>>;
}

/**
 * Synthesizes an app of one stack for tenants that come from a file. Namespaces are the construct ids: they are unique
 * and stable. The providers are configured by the environment of the command that applies the stack.
 */
export function synthesizeTenants(options: TenantsAppOptions): void {
  const { tenants, cluster, contact, engine = "kubernetes", formerEngine, outdir, platform, backend } = options;
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, options.stack);
  if (engine === "hikube") new HikubeProvider(stack, "hikube", {});
  const hasStack = tenants.some(hasMonitoring);
  // What leaves the state needs the provider that made it; what a stack consists of beside its place is of hashicorp's on every engine.
  if (engine === "kubernetes" || formerEngine === "kubernetes" || hasStack) addKubernetes(stack, options.ignored);
  if (backend !== undefined) overrideBackend(stack, backend);
  const on = platform
    ? new HikubePlatform(stack, "platform", { cluster, contact, engine, formerEngine })
    : HikubePlatform.fromClusterFacts(stack, "platform", { cluster, engine, formerEngine });
  for (const tree of tenants) addTenants(stack, tree, on);
  // After the stacks, which say how to install the package where it is not.
  if (hasStack) new HelmProvider(stack, "helm", {});
  app.synth();
}

function addKubernetes(stack: TerraformStack, { ignoreLabels, ignoreAnnotations }: IgnoredKeys = {}): void {
  new KubernetesProvider(stack, "kubernetes", {
    ignoreLabels: ignoreLabels?.map(ignoredKeyExpression),
    ignoreAnnotations: ignoreAnnotations?.map(ignoredKeyExpression),
  });
}

function hasMonitoring({ monitoring, children = [] }: TenantTree): boolean {
  return monitoring !== undefined || children.some(hasMonitoring);
}

/** Overrides are merged, so cdktf's default backend must be removed. */
function overrideBackend(stack: TerraformStack, backend: Readonly<Record<string, unknown>>): void {
  for (const [name, settings] of Object.entries({ local: undefined, ...backend })) {
    stack.addOverride(`terraform.backend.${name}`, settings);
  }
}
