import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { obtainTerraform } from "../../sandbox/binaries/terraform";
import { streamProgress } from "../../sandbox/progress";
import type { ProviderSource } from "../../sandbox/providers";
import type { Sandbox } from "../../sandbox/sandbox";
import type { Io } from "../command";

/** The environment of a command that runs against a sandbox, until closed. */
export interface Tools {
  readonly env: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

export interface ToolOptions {
  readonly source: ProviderSource;
  /** Whether a terraform is to be found, fetched or built. */
  readonly terraform: boolean;
  readonly io: Io;
}

/** Puts together what a command needs: the cluster, a terraform, its providers. */
export async function prepareTools(sandbox: Sandbox, { source, terraform, io }: ToolOptions): Promise<Tools> {
  const base = { ...io.env, ...sandbox.env, CHECKPOINT_DISABLE: "1" };
  if (!terraform) return { env: base, close: () => Promise.resolve() };
  const { path } = await obtainTerraform({ progress: streamProgress(io.stderr), env: io.env });
  const directory = join(sandbox.directory, `exec-${String(process.pid)}`);
  const bin = linkTerraform(directory, path);
  // Loaded on demand: the bridge and its libraries cost more than all of `status`.
  const { provideProviders } = await import("../../sandbox/providers/index.js");
  const providers = await provideProviders({ source, environment: base });
  return {
    env: {
      ...base,
      ...providers.env,
      PATH: [bin, io.env.PATH ?? ""].join(delimiter),
      // The name by which cdktf calls it.
      TERRAFORM_BINARY_NAME: path,
    },
    async close() {
      await providers.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Scripts call `terraform` by name, whichever of the two there is. */
function linkTerraform(directory: string, path: string): string {
  const bin = join(directory, "bin");
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  symlinkSync(path, join(bin, "terraform"));
  return bin;
}
