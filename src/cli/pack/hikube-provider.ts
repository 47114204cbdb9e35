import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFiles, programName, releaseOf, type Release } from "../../plugin/packaging/pack";
import type { ZipFile } from "../../plugin/packaging/zip";
import { packageRoot } from "../../support/package-root";
import { streamProgress } from "../../support/progress";
import { ProjectError, type Io } from "../command";
import { packageVersion } from "../version";
import { OLDEST_NODE } from "./inputs";
import { platformsOf } from "./platforms";
import { assertSinglePlatform, singleFile } from "./single-file";

/** How the provider `hikube` is packed. */
export interface HikubeProviderOptions {
  readonly platforms: string;
  readonly singleFile?: boolean;
}

const NAME = "hikube";

/**
 * The release of the provider `hikube` that this package holds.
 *
 * @throws UsageError for platforms that cannot be packed; ProjectError where the package was not built
 */
export async function hikubeRelease(options: HikubeProviderOptions, { stderr }: Io): Promise<Release> {
  const platforms = platformsOf(options.platforms);
  if (options.singleFile === true) assertSinglePlatform(platforms);
  const version = packageVersion();
  const step = streamProgress(stderr).step(`packing the provider hikube ${version}`);
  try {
    const release = releaseOf({ name: NAME, version, platforms, files: await filesOf(version, options.singleFile) });
    step.done();
    return release;
  } catch (error) {
    step.done("failed");
    throw error;
  }
}

async function filesOf(version: string, single = false): Promise<readonly ZipFile[]> {
  const bundle = readBundle();
  const license: ZipFile = { name: "LICENSE", content: readFileSync(join(packageRoot(), "LICENSE")), mode: 0o644 };
  if (!single) return packageFiles({ name: NAME, version, bundle, node: OLDEST_NODE, extra: [license] });
  return [await singleFile(bundle, programName({ name: NAME, version })), license];
}

/** Made by `npm run build`. */
function readBundle(): Uint8Array {
  const path = join(packageRoot(), "dist", "hikube-provider.js");
  if (!existsSync(path)) throw new ProjectError(`there is no ${path}; build the package first (npm run build)`);
  return readFileSync(path);
}
