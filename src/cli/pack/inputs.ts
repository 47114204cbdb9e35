import { existsSync, readFileSync } from "node:fs";
import { isRecord } from "../../model/json";
import { parseJson } from "../../model/json-text";
import type { PackageOptions, ReleaseOptions } from "../../plugin/packaging/pack";
import { messageOf } from "../../support/errors";
import { UsageError } from "../command";
import { listedPlatforms, platformFaults } from "./platforms";

/** What the command line says of a release; what it leaves out is in package.json. */
export interface PackOptions {
  readonly platforms: string;
  readonly name?: string;
  readonly packVersion?: string;
}

/** What the bridge itself needs. */
export const OLDEST_NODE = "20.19";
/** Laid into the archives where they are there. */
const EXTRA = ["LICENSE", "LICENSE.md", "README.md", "CHANGELOG.md"];

/** A package and its platforms, but for what is made of the provider's code. */
type ReleaseInput = Omit<PackageOptions, "bundle"> & Pick<ReleaseOptions, "platforms">;

/**
 * What is to be packed, but for the bundle, from the command line, from package.json and the files beside it.
 *
 * @throws UsageError that lists every fault
 */
export function releaseInput(options: PackOptions): ReleaseInput {
  const manifest = readManifest();
  const platforms = listedPlatforms(options.platforms);
  const name = typeNameOf(options.name ?? manifest.name);
  const version = withoutV(options.packVersion ?? manifest.version);
  const node = oldestNode(manifest.engines);
  const faults = [...platforms.flatMap(platformFaults), ...nameFaults(name), ...versionFaults(version)];
  if (node === undefined) faults.push(nodeFault(manifest.engines));
  if (faults.length > 0) throw new UsageError(faults);
  return { platforms, name: String(name), version: String(version), node: node ?? OLDEST_NODE, extra: extraFiles() };
}

/** The fields of package.json that are looked at, of whatever type they are there. */
type Manifest = Readonly<Partial<Record<"name" | "version" | "engines", unknown>>>;

function readManifest(): Manifest {
  if (!existsSync("package.json")) return {};
  let manifest: unknown;
  try {
    manifest = parseJson(readFileSync("package.json", "utf8"));
  } catch (error) {
    throw new UsageError(`package.json cannot be read: ${messageOf(error)}`);
  }
  if (isRecord(manifest)) return manifest;
  throw new UsageError("package.json holds no object");
}

function extraFiles() {
  const there = EXTRA.filter((file) => existsSync(file));
  return there.map((file) => ({ name: file, content: readFileSync(file), mode: 0o644 }));
}

/** The name without the scope of a package and the prefix that every provider has. */
function typeNameOf(given: unknown): unknown {
  return typeof given === "string" ? given.replace(/^@[^/]*\//, "").replace(/^terraform-provider-/, "") : given;
}

function nameFaults(name: unknown): readonly string[] {
  if (typeof name === "string" && /^[a-z0-9][a-z0-9-]*$/.test(name)) return [];
  const expected = "expected lower-case letters, digits and dashes: give --name, or a name in package.json";
  return [`received ${shown("name", name)}; ${expected}`];
}

function withoutV(given: unknown): unknown {
  return typeof given === "string" ? given.replace(/^v/, "") : given;
}

function versionFaults(version: unknown): readonly string[] {
  if (typeof version === "string" && /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return [];
  const expected = "expected one such as 1.0.0: give --pack-version, or a version in package.json";
  return [`received ${shown("version", version)}; ${expected}`];
}

function shown(what: string, value: unknown): string {
  return value === undefined ? `no ${what}` : `the ${what} ${JSON.stringify(value)}`;
}

/**
 * The oldest Node of `engines` in package.json, e.g. 22.3 of `>=22.3` and of `^22.3 || >=24`, but never one that the
 * bridge does not run on; `undefined` where the range is not understood.
 */
function oldestNode(engines: unknown): string | undefined {
  const range = isRecord(engines) ? (engines.node ?? "*") : (engines ?? "*");
  if (typeof range !== "string") return undefined;
  const parts = range.split("||").map((part) => FROM.exec(part.trim()));
  const versions = parts.map((part) => (part === null ? undefined : (part[1] ?? OLDEST_NODE)));
  if (!versions.every((version) => version !== undefined)) return undefined;
  return versions.sort(byVersion).map((version) => [version, OLDEST_NODE].sort(byVersion)[1])[0];
}

/** A range that begins with its lowest version, or has none. */
const FROM = /^(?:\*|(?:>=|\^|~|=)?\s*v?(\d+(?:\.\d+){0,2})(?:\.[x*]){0,2}(?:\s+<=?\s*v?[\d.]+)?)$/;

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function nodeFault(engines: unknown): string {
  const node = isRecord(engines) ? engines.node : engines;
  return `received the engine ${JSON.stringify(node)} in package.json; expected a range of Node's versions such as >=22.3`;
}
