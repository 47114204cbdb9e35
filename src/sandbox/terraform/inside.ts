import { realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { isExecutable } from "../binaries/search-path";
import type { Terraform } from "../binaries/terraform";
import { SandboxError } from "../sandbox-error";
import { readState } from "../state/state";
import { terraformEnvironment } from "./environment";
import { isShim, shimPath } from "./shim";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folder of the sandbox that an environment belongs to: it says so, or its kubeconfig lies in one.
 * @returns nothing outside of sandboxes
 */
export function sandboxOf(env: Environment): string | undefined {
  if ((env.HIKUBE_SANDBOX_DIRECTORY ?? "") !== "") return env.HIKUBE_SANDBOX_DIRECTORY;
  const kubeconfigs = [env.KUBE_CONFIG_PATH, env.KUBE_CONFIG_PATHS, env.KUBECONFIG].find(
    (value) => (value ?? "") !== "",
  );
  const folders = (kubeconfigs ?? "").split(delimiter).flatMap(foldersAbove);
  return folders.find((folder) => readState(folder) !== undefined);
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
