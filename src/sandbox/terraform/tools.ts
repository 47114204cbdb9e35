import { provideProviders, type ProviderSource } from "../../offline/provide";
import { ONLY_SERVER } from "../../support/cluster-environment";
import type { Progress } from "../../support/progress";
import { obtainTerraform, type Terraform } from "../../toolchain/terraform";
import type { Sandbox } from "../sandbox";
import { credentialsFor } from "./credentials";
import { realTerraform, terraformEnvironment } from "./environment";
import { PROVIDERS_VARIABLE } from "./providers";
import { isShim, shimPath } from "./shim";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a command needs that runs terraform in a sandbox, until closed. */
export interface Tools {
  /** The sandbox's own terraform, in front of the one that was found. */
  readonly terraform: Terraform;
  readonly env: Environment;
  close(): Promise<void>;
}

export interface ToolOptions {
  readonly source: ProviderSource;
  /** Environment of the command, which that of the sandbox is laid over. */
  readonly env: Environment;
  readonly progress: Progress;
  /**
   * Whether the offline providers reach the sandbox alone, as its administrator, whatever a provider block or the
   * environment says.
   */
  readonly closed: boolean;
}

/** Puts together what a command needs beside the cluster: a terraform and its providers. */
export async function prepareTools(
  sandbox: Pick<Sandbox, "directory" | "env" | "server">,
  { source, env, progress, closed }: ToolOptions,
): Promise<Tools> {
  const found = await findTerraform(env, progress);
  const own = terraformEnvironment(sandbox.directory, env, found.path);
  const bound = closed ? { [ONLY_SERVER]: sandbox.server } : credentialsFor(sandbox.server, env);
  const environment = { ...env, ...sandbox.env, ...own, ...bound, CHECKPOINT_DISABLE: "1" };
  const providers = await provideProviders({ source, environment, progress });
  return {
    terraform: { path: shimPath(sandbox.directory, found.flavour), flavour: found.flavour },
    env: { ...environment, [PROVIDERS_VARIABLE]: "", ...providers.env },
    close: () => providers.close(),
  };
}

/** A sandbox inside a sandbox finds the real one behind the other's. */
async function findTerraform(env: Environment, progress: Progress): Promise<Terraform> {
  const found = await obtainTerraform({ progress, env: { ...env } });
  return isShim(found.path) ? { ...found, path: realTerraform(found.flavour, env) } : found;
}
