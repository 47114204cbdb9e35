import type { AnyProvider } from "../../plugin";
import { silentProgress, type Progress } from "../../support/progress";
import { obtainHelm } from "../../toolchain/helm";
import { Home } from "./home";
import { helmProvider } from "./provider";

export interface ServedHelmOptions {
  /** @default - this process's own */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - nothing is shown */
  readonly progress?: Progress;
  /** Folder of the modules that Helm may be built from. @default - `tools` of this package */
  readonly modules?: string;
}

/** The provider with a Helm that is looked for when the first release needs it, and the folders that it works in. */
export function servedHelmProvider({ environment, progress = silentProgress, modules }: ServedHelmOptions): {
  readonly provider: AnyProvider;
  readonly close: () => void;
} {
  const home = new Home();
  let found: Promise<string> | undefined;
  const locateHelm = (): Promise<string> => {
    found ??= obtainHelm({ progress, ...(environment && { env: environment }), ...(modules && { modules }) }).catch(
      (error: unknown) => {
        found = undefined;
        throw error;
      },
    );
    return found;
  };
  return { provider: helmProvider({ home, locateHelm, ...(environment && { environment }) }), close: home.remove };
}
