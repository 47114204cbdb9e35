import { systemCode } from "../../support/errors";
import { ProjectError } from "../command";

/**
 * A package that only who packs providers needs: an optional peer.
 *
 * @param use - what it is for, as a sentence begins: `esbuild bundles the provider`
 * @throws ProjectError with the command that installs it
 */
export async function optionalPackage<T>(name: string, use: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(systemCode(error) ?? "")) throw error;
    throw new ProjectError([`${use}, and is not installed`, `Run: npm install --save-dev ${name}`], "missing-package");
  }
}
