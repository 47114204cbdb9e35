import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { expandHome, loadConnection } from "../../kube/kubeconfig";
import { isExecutable } from "../../toolchain/search-path";
import type { Terraform } from "../../toolchain/terraform";
import { messageOf, SandboxError } from "../../support/errors";
import { readState } from "../state/state";
import { terraformEnvironment } from "./environment";
import { isShim, shimPath } from "./shim";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folder of the sandbox that an environment belongs to: it says so, or its kubeconfig lies in one. Of several
 * kubeconfigs the context tells which is meant: beside that of a sandbox another one may name a real cluster.
 *
 * @returns nothing outside of sandboxes
 * @throws SandboxError `bad-option` where one of several lies in a sandbox, and their context cannot be read
 */
export function sandboxOf(env: Environment): string | undefined {
  if ((env.HIKUBE_SANDBOX_DIRECTORY ?? "") !== "") return env.HIKUBE_SANDBOX_DIRECTORY;
  const named = [env.KUBE_CONFIG_PATH, env.KUBE_CONFIG_PATHS, env.KUBECONFIG].find((value) => (value ?? "") !== "");
  const files = (named ?? "").split(delimiter).filter((path) => path !== "");
  const sandboxes = files.flatMap(foldersAbove).filter((folder) => readState(folder) !== undefined);
  if (sandboxes.length === 0 || files.length === 1) return sandboxes[0];
  const server = serverOf(files, env);
  return sandboxes.find((folder) => readState(folder)?.server === server);
}

/** Where the context of several kubeconfigs leads. Those that are not there are passed over, as everywhere. */
function serverOf(files: readonly string[], { KUBE_CTX: context, KUBE_CTX_CLUSTER: cluster }: Environment): string {
  const path = files.map(expandHome).filter((file) => existsSync(file));
  const chosen = { ...((context ?? "") === "" ? {} : { context }), ...((cluster ?? "") === "" ? {} : { cluster }) };
  try {
    return loadConnection({ path, ...chosen }).server;
  } catch (error) {
    throw new SandboxError(
      "bad-option",
      `one of the kubeconfigs ${files.join(", ")} belongs to a sandbox, and which cluster is meant is unclear ` +
        `(${messageOf(error)}); name one kubeconfig, by --kubeconfig or KUBECONFIG`,
    );
  }
}

/** The kubeconfig of the administrator lies in the folder of the sandbox, those of others one below. */
function foldersAbove(path: string): readonly string[] {
  try {
    const folder = dirname(realpathSync(path));
    return [folder, dirname(folder)];
  } catch {
    return []; // It is not there: whoever reads it will say so.
  }
}

/**
 * The terraform that works in a sandbox, in place of the one that was found.
 * @throws SandboxError `not-running` where the sandbox is gone
 */
export function terraformInside(
  directory: string,
  found: Terraform,
  env: Environment,
): Terraform & { readonly env: Environment } {
  const path = shimPath(directory, found.flavour);
  if (!isExecutable(path)) {
    const mend = 'start it again with "hikube sandbox up", or open a shell without its environment';
    throw new SandboxError("not-running", `the sandbox of ${directory} is gone; ${mend}`);
  }
  const real = isShim(found.path) ? undefined : found.path;
  return { path, flavour: found.flavour, env: { ...env, ...terraformEnvironment(directory, env, real) } };
}
