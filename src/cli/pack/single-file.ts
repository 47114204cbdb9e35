import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ZipFile } from "../../plugin/packaging/zip";
import { messageOf } from "../../support/errors";
import { goPlatform } from "../../support/go-platform";
import { ProjectError, UsageError } from "../command";
import { withPrivateFolder } from "../project/private-folder";
import { optionalPackage } from "./optional-package";

/** Where Node looks whether a program was laid into it. @see https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const RESOURCE = "NODE_SEA_BLOB";

/** @throws UsageError where single files are wanted that this machine cannot make: they hold its own Node */
export function assertSinglePlatform(platforms: readonly string[]): void {
  const own = goPlatform();
  const others = platforms.filter((platform) => platform !== own);
  if (!own.startsWith("linux_")) {
    throw new UsageError(
      `a single file can be made on Linux alone, and this machine is ${own}; leave --single-file out`,
    );
  }
  if (others.length === 0) return;
  const expected = `a single file holds the Node of the machine that makes it, here for ${own}`;
  throw new UsageError(`received the platforms ${others.join(", ")} with --single-file; ${expected}`);
}

/**
 * A provider and the Node that runs this command as one executable, for machines without Node.
 *
 * @param name - of the executable
 * @throws ProjectError where postject is not installed, or Node does not take the program
 */
export async function singleFile(bundle: Uint8Array, name: string): Promise<ZipFile> {
  const { inject } = await optionalPackage(
    "postject",
    "postject lays the provider into Node",
    () => import("postject"),
  );
  return withPrivateFolder({ start: join(tmpdir(), "hikube-single-") }, async (folder) => {
    const at = (file: string): string => join(folder, file);
    try {
      writeFileSync(at("provider.cjs"), bundle);
      const config = { main: at("provider.cjs"), output: at("blob"), disableExperimentalSEAWarning: true };
      writeFileSync(at("config.json"), JSON.stringify(config));
      await promisify(execFile)(process.execPath, ["--experimental-sea-config", at("config.json")]);
      copyFileSync(process.execPath, at(name));
      await quietly(() => inject(at(name), RESOURCE, readFileSync(at("blob")), { sentinelFuse: FUSE }));
      return { name, content: readFileSync(at(name)), mode: 0o755 };
    } catch (error) {
      throw new ProjectError(["the provider cannot be made a single file", ...messageOf(error).split("\n")]);
    }
  });
}

/** It warns on stdout of sections that it does not know, which do no harm. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log, warn } = console;
  Object.assign(console, { log: () => undefined, warn: () => undefined });
  try {
    await work();
  } finally {
    Object.assign(console, { log, warn });
  }
}
