import { homedir } from "node:os";
import { join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folder that holds one folder for each sandbox: `HIKUBE_SANDBOX_HOME`, else
 * `cdktf-hikube/sandboxes` in the user's state folder.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function sandboxHome(env: Environment = process.env): string {
  if (isSet(env.HIKUBE_SANDBOX_HOME)) return resolve(env.HIKUBE_SANDBOX_HOME);
  const base = isSet(env.XDG_STATE_HOME) ? env.XDG_STATE_HOME : join(homedir(), ".local", "state");
  return join(base, "cdktf-hikube", "sandboxes");
}

/** Folder of the binaries that were downloaded or built. */
export function binaryCache(env: Environment = process.env): string {
  const base = isSet(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(homedir(), ".cache");
  return join(base, "cdktf-hikube", "bin");
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
