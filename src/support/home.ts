import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folder that holds one folder for each sandbox: `HIKUBE_SANDBOX_HOME`, else
 * `cdktf-hikube/sandboxes` in the user's state folder.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function sandboxHome(env: Environment = process.env): string {
  if (isSet(env.HIKUBE_SANDBOX_HOME)) return resolve(env.HIKUBE_SANDBOX_HOME);
  return join(baseFolder(env.XDG_STATE_HOME, ".local", "state"), "cdktf-hikube", "sandboxes");
}

/** Folder of the binaries that were downloaded or built. */
export function binaryCache(env: Environment = process.env): string {
  return join(baseFolder(env.XDG_CACHE_HOME, ".cache"), "cdktf-hikube", "bin");
}

/**
 * Folder in which terraform and tofu look for the providers of a user.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function pluginFolder(): string {
  return baseFolder(undefined, ".terraform.d", "plugins");
}

/** The specification wants a relative folder ignored, and an empty `HOME` would make one of its own. */
function baseFolder(named: string | undefined, ...usual: readonly string[]): string {
  if (named !== undefined && isAbsolute(named)) return named;
  const home = homedir();
  return join(isAbsolute(home) ? home : userInfo().homedir, ...usual);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
