import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseOf } from "../../plugin/packaging/pack";
import { defineCommand, UsageError } from "../command";
import { bundled, tryOut } from "../pack/bundle";
import { note } from "../printer";

interface PackCommandOptions {
  readonly platforms: string;
  readonly name?: string;
  readonly packVersion?: string;
  readonly out: string;
}

const PLATFORMS = "linux_amd64,linux_arm64,darwin_amd64,darwin_arm64";
/** What the bridge itself needs. */
const OLDEST_NODE = "20.19";
/** Laid into the archives where they are there. */
const EXTRA = ["LICENSE", "LICENSE.md", "README.md", "CHANGELOG.md"];

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
    {
      flags: "--platforms <list>",
      description: "platforms as Terraform names them, separated by commas",
      default: PLATFORMS,
    },
    { flags: "--name <name>", description: "type name; that of package.json without terraform-provider- by default" },
    { flags: "--pack-version <version>", description: "version; that of package.json by default" },
    { flags: "--out <folder>", description: "folder for the files", default: "release" },
  ],
  async run(options, io, [main = ""]) {
    const platforms = platformsOf(options.platforms);
    const manifest = readManifest();
    const name = nameOf(options.name ?? manifest.name);
    const version = versionOf(options.packVersion ?? manifest.version);
    const packed = { name, version, node: nodeOf(manifest.engines?.node), extra: extraFiles() };
    const bundle = await bundled(main);
    if (!(await tryOut({ ...packed, bundle }))) {
      note(io, `the provider does not call itself "${name}", as the archives do; give --name, or rename the package`);
    }
    mkdirSync(options.out, { recursive: true });
    const release = [...releaseOf({ ...packed, bundle, platforms })];
    for (const [file, content] of release) writeFileSync(join(options.out, file), content);
    const files = release.map(([file]) => join(options.out, file));
    return { text: files.join("\n"), json: { name, version, files } };
  },
});

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly engines?: { readonly node?: string };
}

function readManifest(): Manifest {
  return existsSync("package.json") ? (JSON.parse(readFileSync("package.json", "utf8")) as Manifest) : {};
}

function extraFiles() {
  const there = EXTRA.filter((file) => existsSync(file));
  return there.map((file) => ({ name: file, content: readFileSync(file), mode: 0o644 }));
}

function platformsOf(text: string): readonly string[] {
  const platforms = [...new Set(text.split(",").map((platform) => platform.trim()))];
  const wrong = platforms.filter((platform) => !/^[a-z0-9]+_[a-z0-9]+$/.test(platform));
  if (wrong.length > 0) {
    throw new UsageError(
      `received "${wrong.join(", ")}"; expected OS_ARCHITECTURE for each platform, e.g. linux_amd64`,
    );
  }
  if (platforms.some((platform) => platform.startsWith("windows_"))) {
    throw new UsageError("received a platform of Windows, which launches .exe files only; what is packed is a script");
  }
  return platforms;
}

function nameOf(given: string | undefined): string {
  const name = given?.replace(/^@[^/]*\//, "").replace(/^terraform-provider-/, "");
  if (name !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(name)) return name;
  throw new UsageError([
    `received ${name === undefined ? "no name" : `the name "${name}"`}; expected lower-case letters, digits and dashes`,
    "Give --name, or a name in package.json",
  ]);
}

function versionOf(given: string | undefined): string {
  const version = given?.replace(/^v/, "");
  if (version !== undefined && /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return version;
  throw new UsageError([
    `received ${version === undefined ? "no version" : `the version "${version}"`}; expected one such as 1.0.0`,
    "Give --pack-version, or a version in package.json",
  ]);
}

/** The oldest Node of `engines` in package.json, e.g. 22.3 of `>=22.3`. */
function nodeOf(engines = ""): string {
  const [, wanted = OLDEST_NODE] = /^>=\s*v?(\d+(?:\.\d+){0,2})/.exec(engines.trim()) ?? [];
  return isNewer(wanted, OLDEST_NODE) ? wanted : OLDEST_NODE;
}

function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, "en", { numeric: true }) > 0;
}
