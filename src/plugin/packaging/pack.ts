import { createHash } from "node:crypto";
import { launcherScript, mainScript } from "./launcher";
import { zipOf, type ZipFile } from "./zip";

/** What a provider's folder is made of. */
export interface PackageOptions {
  /** Type name of the provider, e.g. `notes`. */
  readonly name: string;
  /** Its version without a `v`, e.g. `1.0.0`. */
  readonly version: string;
  /** The whole provider as one CommonJS file. */
  readonly bundle: Uint8Array;
  /** Oldest version of Node that it runs on, e.g. `20.19`. */
  readonly node: string;
  /** Files laid beside it: licences, a readme, bytecode. */
  readonly extra?: readonly ZipFile[];
}

export interface ReleaseOptions extends Pick<PackageOptions, "name" | "version"> {
  /** As Terraform writes them, e.g. `linux_amd64`. */
  readonly platforms: readonly string[];
  /** What each archive holds; the first is the program. */
  readonly files: readonly ZipFile[];
}

/** A file of a release, by its name. */
export type Release = ReadonlyMap<string, Uint8Array>;

/** How Terraform finds the program of a provider in its folder. */
export function programName({ name, version }: Pick<PackageOptions, "name" | "version">): string {
  return `terraform-provider-${name}_v${version}`;
}

/** The files that lie in a provider's folder, whatever the platform; the first is the program. */
export function packageFiles({ name, version, bundle, node, extra = [] }: PackageOptions): readonly ZipFile[] {
  const text = (content: string): Uint8Array => Buffer.from(content);
  return [
    { name: programName({ name, version }), content: text(launcherScript({ name, node })), mode: 0o755 },
    { name: "main.cjs", content: text(mainScript({ name, node })), mode: 0o644 },
    { name: "provider.cjs", content: bundle, mode: 0o644 },
    ...extra,
  ];
}

/**
 * A release as registries and filesystem mirrors want it: an archive for each platform, the manifest, and the checksums of
 * all. What is left to its author is the signature, `gpg --detach-sign` of the checksums.
 *
 * @see https://developer.hashicorp.com/terraform/registry/providers/publishing
 */
export function releaseOf({ name, version, platforms, files: packed }: ReleaseOptions): Release {
  const stem = `terraform-provider-${name}_${version}`;
  const archive = zipOf(packed);
  const manifest = Buffer.from(
    `${JSON.stringify({ version: 1, metadata: { protocol_versions: ["6.0"] } }, null, 2)}\n`,
  );
  const files = new Map<string, Uint8Array>([
    ...platforms.map((platform) => [`${stem}_${platform}.zip`, archive] as const),
    [`${stem}_manifest.json`, manifest],
  ]);
  return new Map([...files, [`${stem}_SHA256SUMS`, Buffer.from(checksums(files))]]);
}

function checksums(files: Release): string {
  const lines = [...files].map(([file, content]) => `${createHash("sha256").update(content).digest("hex")}  ${file}\n`);
  return lines.sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1)).join("");
}
