import type * as providing from "../../offline/provide";
import { OFFLINE_PROVIDERS } from "../../offline/registry";
import { isOwnEnvironment } from "./credentials";

type Environment = Readonly<Record<string, string | undefined>>;

/** Says that each call of a sandbox's terraform brings the offline providers. */
export const PROVIDERS_VARIABLE = "HIKUBE_SANDBOX_PROVIDERS";

/**
 * The providers of one call: where nobody serves them yet, or where those that are served have read other credentials
 * than this call has. They end with it.
 */
export function providersOf(directory: string, env: Environment): Promise<providing.ProviderEnvironment> {
  const isServed = OFFLINE_PROVIDERS.some(({ name }) =>
    (env.TF_REATTACH_PROVIDERS ?? "").includes(`/hashicorp/${name}"`),
  );
  const isWanted = isServed ? !isOwnEnvironment(directory, env) : env[PROVIDERS_VARIABLE] === "offline";
  if (!isWanted) return Promise.resolve({ env: {}, close: () => Promise.resolve() });
  return served({ ...env });
}

/** The bridge and three providers are loaded where they are wanted: most calls in a sandbox find them served. */
function served(environment: NodeJS.ProcessEnv): Promise<providing.ProviderEnvironment> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() finds no source that a hook compiles
  const { provideProviders } = require("../../offline/provide") as typeof providing;
  return provideProviders({ source: "offline", environment });
}
