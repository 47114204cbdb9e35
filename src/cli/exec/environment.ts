import { obtainTerraform } from "../../toolchain/terraform";
import { streamProgress } from "../../support/progress";
import type { ProviderSource } from "../../offline";
import type { Sandbox } from "../../sandbox/sandbox";
import { realTerraform, terraformEnvironment } from "../../sandbox/terraform/environment";
import { isShim } from "../../sandbox/terraform/shim";
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
  const path = terraform ? await findTerraform(io) : undefined;
  const own = terraformEnvironment(sandbox.directory, io.env, path);
  const base = { ...io.env, ...sandbox.env, ...own, CHECKPOINT_DISABLE: "1" };
  if (!terraform) return { env: base, close: () => Promise.resolve() };
  // Loaded on demand: the bridge and its libraries cost more than all of `status`.
  const { provideProviders } = await import("../../offline/index.js");
  const providers = await provideProviders({ source, environment: base });
  return { env: { ...base, ...providers.env }, close: () => providers.close() };
}

/** A sandbox inside a sandbox finds the real one behind the other's. */
async function findTerraform(io: Io): Promise<string> {
  const { path, flavour } = await obtainTerraform({ progress: streamProgress(io.stderr), env: io.env });
  return isShim(path) ? realTerraform(flavour, io.env) : path;
}
