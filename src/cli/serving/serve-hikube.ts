import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { reattachVariable, serveInProcess, type Served } from "../../plugin";
import { hikubeProvider, type HikubeProviderOptions } from "../../provider/provider";
import { optimizeLate } from "../../support/optimize-late";
import { HIKUBE_ADDRESSES, HIKUBE_SOURCE } from "./hikube-source";
import { removeDeadSockets, socketFolderStart } from "./dead-sockets";

type Environment = Readonly<Record<string, string | undefined>>;

/** The provider `hikube`, served in this process until closed. */
export interface ServedHikube {
  /** The variable by which a terraform that runs in a folder reaches it. */
  reattach(directory: string): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/**
 * Serves the provider `hikube` of this package to every terraform that this command starts. Nothing is installed or
 * launched. A socket is open to this user alone and lasts as long as the command.
 *
 * @param environment - of terraform: the provider finds the cluster where one that terraform launches would
 */
export function serveHikube(
  environment: Environment,
  { withoutCluster }: Pick<HikubeProviderOptions, "withoutCluster"> = {},
): ServedHikube {
  const served = new Map<string, Promise<Served>>();
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  const begin = async (directory: string): Promise<Served> => {
    if (folder === undefined) {
      optimizeLate();
      folder = mkdtempSync(socketFolderStart(tmpdir()));
      process.once("exit", remove);
      await removeDeadSockets(tmpdir());
    }
    const provider = hikubeProvider({ ...environment }, { folder: directory, withoutCluster });
    return serveInProcess(provider, { address: HIKUBE_SOURCE, socketFolder: folder, leavesBySignal: false });
  };
  return {
    async reattach(directory) {
      const one = served.get(directory) ?? begin(directory);
      served.set(directory, one);
      const entries = Object.values((await one).reattach);
      return reattachVariable(HIKUBE_ADDRESSES.flatMap((address) => entries.map((entry) => ({ [address]: entry }))));
    },
    async close() {
      await Promise.all([...served.values()].map(async (one) => (await one).close()));
      process.off("exit", remove);
      remove();
    },
  };
}
