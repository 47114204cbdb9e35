import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { IHikubePlatform } from "cdktf-hikube";
import { resourcesIn, type SynthesizedResource } from "./written";

import { CLUSTER } from "./cluster";

export { CLUSTER } from "./cluster";
export type { SynthesizedResource } from "./written";

/** A platform that is applied elsewhere. */
export const PLATFORM: IHikubePlatform = { cluster: CLUSTER };

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A directory that is gone after the tests of the file. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "hikube-constructs-"));
  directories.push(directory);
  return directory;
}

/** An app that writes into a directory of its own. */
export function newApp(): App {
  return new App({ outdir: newDirectory() });
}

export function newStack(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new KubernetesProvider(stack, "kubernetes", {});
  return stack;
}

/** The resources of a synthesized stack by Terraform address. */
export function resourcesOf(app: App, stack: string): Readonly<Record<string, SynthesizedResource>> {
  return Object.fromEntries(
    Object.entries(resourcesIn(app.outdir, stack)).flatMap(([type, named]) =>
      Object.entries(named).map(([name, config]) => [`${type}.${name}`, config] as const),
    ),
  );
}

/** Synthesizes a single stack and hands back its resources. */
export function synthStack(fill: (stack: TerraformStack) => void): Readonly<Record<string, SynthesizedResource>> {
  const app = newApp();
  fill(newStack(app, "stack"));
  app.synth();
  return resourcesOf(app, "stack");
}

/** The one resource whose address starts so. */
export function resourceAt(
  resources: Readonly<Record<string, SynthesizedResource>>,
  start: string,
): SynthesizedResource {
  const found = Object.entries(resources).filter(([address]) => address.startsWith(start));
  if (found.length !== 1) throw new Error(`${found.length} resources at ${start}: ${Object.keys(resources).join(" ")}`);
  return found[0]![1];
}

/** The text of the error that synth ends with; empty when it does not. */
export function synthError(app: App): string {
  try {
    app.synth();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What a synthesized stack warns of. */
export function warningsOf(app: App, stack: string): readonly string[] {
  const manifest = readJson(join(app.outdir, "manifest.json")) as {
    stacks: Record<string, { annotations: readonly { level: string; message: string }[] }>;
  };
  return (manifest.stacks[stack]?.annotations ?? []).map(({ level, message }) => `${level} ${message}`);
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
