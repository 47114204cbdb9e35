import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { goPlatform } from "../support/go-platform";
import { packageRoot } from "../support/package-root";
import { addressesOf, executableOf, OFFLINE_PROVIDERS, type OfflineProvider } from "./registry";

/** All offline providers in one file, made by `npm run build`. */
const BUNDLE = "offline.js";
const CONFIG_FILE = "offline.tfrc";

/**
 * Installs the offline providers as executables in a filesystem mirror under `directory`, with a CLI
 * configuration beside it, for commands that outlive this process. They need `node` on the PATH.
 * Other than in-process serving, `init` locks their hashes and refuses a lock file made for the real ones.
 *
 * @throws Error where the package was not built
 */
export function installMirror(directory: string): void {
  const bundle = join(packageRoot(), "dist", "providers");
  if (!existsSync(join(bundle, BUNDLE))) {
    throw new Error(`${bundle} holds no provider; build the package first (npm run build)`);
  }
  for (const provider of OFFLINE_PROVIDERS) installProvider(directory, bundle, provider);
  writeFileSync(join(directory, CONFIG_FILE), cliConfig(directory));
}

function installProvider(directory: string, bundle: string, provider: OfflineProvider): void {
  for (const address of addressesOf(provider)) {
    const folder = resolve(directory, "mirror", ...address.split("/"), provider.version, goPlatform());
    mkdirSync(folder, { recursive: true });
    cpSync(bundle, folder, { recursive: true });
    const executable = join(folder, executableOf(provider));
    writeFileSync(executable, program(provider));
    chmodSync(executable, 0o755);
  }
}

/** The program says where the package is: what it may have to build is not copied. */
function program({ name }: OfflineProvider): string {
  const options = JSON.stringify({ modules: join(packageRoot(), "tools") });
  return `#!/usr/bin/env node\nvoid require("./${BUNDLE}").serveProvider("${name}", ${options});\n`;
}

/** Environment of a command that uses what `installMirror` installed in `directory`. */
export function mirrorEnvironment(directory: string): Readonly<Record<string, string>> {
  return { TF_CLI_CONFIG_FILE: resolve(directory, CONFIG_FILE) };
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation */
function cliConfig(directory: string): string {
  return [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(resolve(directory, "mirror"))}`,
    '    include = ["*/*/*"]',
    "  }",
    "}",
    "",
  ].join("\n");
}
