import { reattachVariable, serveInProcess } from "../plugin";
import { kubernetesProvider } from "./kubernetes/provider";
import { KUBERNETES_ADDRESSES, registryAnswers } from "./registry";

/** Where `terraform` takes the HashiCorp providers from. */
export type ProviderSource = "registry" | "offline" | "auto";

/** Environment variables that make terraform and tofu use the chosen providers, until closed. */
export interface ProviderEnvironment {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ProvideOptions {
  /** `auto` takes the registry where one answers within two seconds, else the offline providers. */
  readonly source: ProviderSource;
  /**
   * Environment of the command that will run: the providers live in this process, but read `KUBE_*`
   * as the real ones do, from the environment of the command.
   * @default - this process's own
   */
  readonly environment?: NodeJS.ProcessEnv;
}

/** The lock step of cdktf's CLI asks the Terraform registry whatever is served; this is its `--skip-provider-lock`. */
const NO_LOCK = { CDKTF_SKIP_PROVIDER_LOCK: "true" } as const;

/**
 * Makes the HashiCorp providers available to commands that this process starts. Offline ones are served
 * from this process and live as long as it does: nothing is installed, no lock file is written.
 */
export async function provideProviders({ source, environment }: ProvideOptions): Promise<ProviderEnvironment> {
  const isOffline = source === "offline" || (source === "auto" && !(await registryAnswers()));
  if (!isOffline) return { env: {}, close: () => Promise.resolve() };
  const provider = kubernetesProvider(environment);
  const served = await Promise.all(KUBERNETES_ADDRESSES.map((address) => serveInProcess(provider, { address })));
  return {
    env: { ...reattachVariable(served.map(({ reattach }) => reattach)), ...NO_LOCK },
    async close() {
      await Promise.all(served.map((one) => one.close()));
    },
  };
}
