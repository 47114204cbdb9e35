import { packageFiles, releaseOf } from "../../plugin/packaging/pack";
import { defineCommand } from "../command";
import { assertMainFile, bundled, codeCacheOf, tryOut } from "../pack/bundle";
import { releaseInput, type PackOptions } from "../pack/inputs";
import { PLATFORMS_OPTION, UNIX_PLATFORMS } from "../pack/options";
import { writeRelease } from "../pack/write-release";
import { assertWritableFolder } from "../output-path";
import { note } from "../printer";

interface PackCommandOptions extends PackOptions {
  readonly out: string;
  readonly codeCache?: boolean;
}

export const providerPack = defineCommand<PackCommandOptions>({
  path: ["provider", "pack"],
  summary: "bundle a Terraform provider and pack it for registries and mirrors",
  description:
    "Bundles the main file of a provider that is written with cdktf-hikube/plugin, checks that it loads and that its " +
    "schemas are right, and writes an archive for each platform, the manifest and the checksums. What is packed runs " +
    "where node is on the PATH.",
  examples: ["hikube provider pack src/main.ts --platforms linux_amd64,darwin_arm64"],
  argument: { notation: "<main>", description: "the file that calls serve()" },
  options: [
    { ...PLATFORMS_OPTION, default: UNIX_PLATFORMS },
    { flags: "--name <name>", description: "type name; that of package.json without terraform-provider- by default" },
    { flags: "--pack-version <version>", description: "version; that of package.json by default" },
    { flags: "--out <folder>", description: "folder for the files", default: "release" },
    {
      flags: "--code-cache",
      description: "add bytecode for the node on the PATH and this machine's platform, which launches start from",
    },
  ],
  async run(options, io, [main = ""]) {
    assertWritableFolder("--out", options.out);
    assertMainFile(main);
    const packed = { ...releaseInput(options), bundle: await bundled(main, options) };
    const { name, version, extra = [] } = packed;
    const own = await tryOut(packed);
    if (own !== name) {
      const told = `the provider calls itself "${own}", its archives "${name}"; give --name, or rename the package`;
      note(io, "provider-name-differs", told);
    }
    const cache = options.codeCache === true ? [await codeCacheOf(packed)] : [];
    const files = packageFiles({ ...packed, extra: [...extra, ...cache] });
    const release = [...releaseOf({ ...packed, files })];
    const written = writeRelease(options.out, release);
    return { text: written.join("\n"), json: { name, version, files: written } };
  },
});
