import { defineCommand } from "../command";
import { assertWritableFolder } from "../output-path";
import { hikubeRelease, type HikubeProviderOptions } from "../pack/hikube-provider";
import { PLATFORMS_OPTION, SINGLE_FILE_OPTION, UNIX_PLATFORMS } from "../pack/options";
import { writeRelease } from "../pack/write-release";
import { packageVersion } from "../version";

interface BundleOptions extends HikubeProviderOptions {
  readonly out: string;
}

export const providerBundle = defineCommand<BundleOptions>({
  path: ["provider", "bundle"],
  summary: "pack the provider hikube for registries and mirrors",
  description:
    "Writes the release of the provider hikube: an archive for each platform, the manifest and the checksums, as registries and " +
    "filesystem mirrors want them. It runs where node is on the PATH, or, as a single file, where there is none.",
  examples: ["hikube provider bundle", "hikube provider bundle --platforms linux_amd64 --single-file"],
  options: [
    { ...PLATFORMS_OPTION, default: UNIX_PLATFORMS },
    { flags: "--out <folder>", description: "folder for the files", default: "release" },
    SINGLE_FILE_OPTION,
  ],
  async run(options, io) {
    assertWritableFolder("--out", options.out);
    const files = writeRelease(options.out, await hikubeRelease(options, io));
    return { text: files.join("\n"), json: { version: packageVersion(), files } };
  },
});
