import { reattachVariable, serveInProcess, type AnyProvider, type Served } from "../plugin";
import { kubernetesProvider } from "./kubernetes/provider";
import { randomProvider } from "./random/provider";
import { addressesOf, OFFLINE_PROVIDERS, registryAnswers, type OfflineProvider } from "./registry";

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
  const served = (await Promise.all(OFFLINE_PROVIDERS.map((one) => serveOffline(one, environment)))).flat();
  return {
    env: { ...reattachVariable(served.map(({ reattach }) => reattach)), ...NO_LOCK },
    async close() {
      await Promise.all(served.map((one) => one.close()));
    },
  };
}

function serveOffline(offline: OfflineProvider, environment?: NodeJS.ProcessEnv): Promise<readonly Served[]> {
  const makers: Readonly<Record<OfflineProvider["name"], () => AnyProvider>> = {
    kubernetes: () => kubernetesProvider(environment),
    random: randomProvider,
  };
  const provider = makers[offline.name]();
  return Promise.all(addressesOf(offline).map((address) => serveInProcess(provider, { address })));
}
