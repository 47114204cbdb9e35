import { reattachVariable, serveInProcess, type AnyProvider, type Served } from "../plugin";
import type { Progress } from "../support/progress";
import { servedHelmProvider } from "./helm/serve";
import { kubernetesProvider } from "./kubernetes/provider";
import { randomProvider } from "./random/provider";
import { addressesOf, OFFLINE_PROVIDERS, registryAnswers, type OfflineProvider } from "./registry";

/** Where `terraform` takes the HashiCorp providers from. */
export type ProviderSource = "registry" | "offline" | "auto";

/** Environment variables that make terraform and tofu use the chosen providers, until closed. */
export interface ProviderEnvironment {
  /** Variables for Terraform's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the providers that were started. */
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
  /** Shows the progress of a download or build of Helm, when a release is planned. @default - nothing is shown */
  readonly progress?: Progress;
}

/** The lock step of cdktf's CLI asks the Terraform registry whatever is served; this is its `--skip-provider-lock`. */
const NO_LOCK = { CDKTF_SKIP_PROVIDER_LOCK: "true" } as const;

/**
 * Makes the HashiCorp providers available to commands that this process starts. Offline ones are served
 * from this process and live as long as it does: nothing is installed, no lock file is written.
 */
export async function provideProviders({ source, ...options }: ProvideOptions): Promise<ProviderEnvironment> {
  const isOffline = source === "offline" || (source === "auto" && !(await registryAnswers()));
  if (!isOffline) return { env: {}, close: () => Promise.resolve() };
  const served = (await Promise.all(OFFLINE_PROVIDERS.map((one) => serveOffline(one, options)))).flat();
  return {
    env: { ...reattachVariable(served.map(({ reattach }) => reattach)), ...NO_LOCK },
    async close() {
      await Promise.all(served.map((one) => one.close()));
    },
  };
}

interface Made {
  readonly provider: AnyProvider;
  readonly close?: () => void;
}

type MakeOptions = Omit<ProvideOptions, "source">;

function make({ name }: OfflineProvider, { environment, progress }: MakeOptions): Made {
  const makers: Readonly<Record<OfflineProvider["name"], () => Made>> = {
    helm: () => servedHelmProvider({ environment, progress }),
    kubernetes: () => ({ provider: kubernetesProvider(environment) }),
    random: () => ({ provider: randomProvider() }),
  };
  return makers[name]();
}

async function serveOffline(
  offline: OfflineProvider,
  options: MakeOptions,
): Promise<readonly Pick<Served, "reattach" | "close">[]> {
  const { provider, close } = make(offline, options);
  const served = await Promise.all(addressesOf(offline).map((address) => serveInProcess(provider, { address })));
  return served.map((one) => ({
    reattach: one.reattach,
    async close() {
      await one.close();
      close?.();
    },
  }));
}
