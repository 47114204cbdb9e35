import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { HikubePlatform, SpecError, TenantProfile } from "cdktf-hikube";
import { HikubeProvider } from "cdktf-hikube/provider";
import { CLUSTER, newApp, readJson, resourcesOf, synthError } from "./synth";

export const quota = { cpu: "2", memory: "4Gi", storage: "10Gi" };
export const top = { name: "top", profile: TenantProfile.STAGING };

/** One stack of the engine, without what cdktf notes of constructs. */
export function synthesized(fill: (stack: TerraformStack, platform: HikubePlatform) => unknown) {
  const app = newApp();
  const stack = new TerraformStack(app, "stack");
  new HikubeProvider(stack, "hikube", {});
  fill(stack, new HikubePlatform(stack, "platform", { cluster: CLUSTER, engine: "hikube" }));
  app.synth();
  return { app, json: jsonOf(app.outdir, "stack"), resources: resourcesOf(app, "stack") };
}

export function jsonOf(outdir: string, stack: string) {
  const text = JSON.stringify(readJson(join(outdir, "stacks", stack, "cdk.tf.json")));
  const plain = JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value)) as unknown;
  return plain as {
    readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
    readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly moved?: readonly { readonly from: string; readonly to: string }[];
    readonly removed?: readonly { readonly from: string; readonly lifecycle: { readonly destroy: boolean } }[];
    readonly import?: unknown;
  };
}

/** What synth ends with, at once or at its end. */
export function faultsOf(fill: (stack: TerraformStack) => unknown): string {
  const app = newApp();
  try {
    fill(new TerraformStack(app, "stack"));
    return synthError(app);
  } catch (error) {
    return error instanceof SpecError ? error.message : `raw: ${String(error)}`;
  }
}
