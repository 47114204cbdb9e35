import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { reattachedIn, REATTACH } from "../../terraform/reattach";
import type { Terraform } from "../../terraform/terraform";
import { packageVersion } from "../version";
import { HIKUBE_ADDRESSES, isHikube, type HikubeRequirement } from "./hikube-source";
import { allowsVersion } from "./version-constraint";

/** A stack, as far as it says which provider `hikube` it runs with. */
export interface ServedStack {
  readonly name: string;
  readonly directory: string;
  readonly config: {
    /** @default - it has no use for the provider */
    readonly hikube?: HikubeRequirement;
    readonly stateFile?: string;
  };
}

/** A provider that terraform finds itself, and why. */
export interface OwnChoice {
  readonly because: string;
  /** Whether terraform finds it without installing it, which init does not know. @default false */
  readonly isOverridden?: true;
}

/** Who serves the provider `hikube` to a stack: this command, nobody, or what terraform finds itself. */
export type WhoServes = "nobody" | "we" | OwnChoice;

/** The provider of this package, unless somebody has chosen another one. */
export function whoServes(stack: ServedStack, terraform: Terraform): WhoServes {
  const { hikube = requirementOfState(stack) } = stack.config;
  if (hikube === undefined) return "nobody";
  return ownChoice(stack, hikube, terraform) ?? "we";
}

/** What the code has no more is in the state until it is removed. */
function requirementOfState({ directory, config: { stateFile } }: ServedStack): HikubeRequirement | undefined {
  const path = stateFile === undefined ? "" : resolve(directory, stateFile);
  if (!existsSync(path)) return undefined;
  const state = readFileSync(path, "utf8");
  return HIKUBE_ADDRESSES.some((address) => state.includes(`provider[\\"${address}\\"]`)) ? {} : undefined;
}

function ownChoice(
  { directory }: ServedStack,
  required: HikubeRequirement,
  terraform: Terraform,
): OwnChoice | undefined {
  const reattached = reattachedIn(terraform.env);
  if (reattached === undefined || Object.keys(reattached).some(isHikube)) return { because: `${REATTACH} names it` };
  const config = configFiles(terraform).find(overrides);
  if (config !== undefined) return { because: `dev_overrides of ${config} name it`, isOverridden: true };
  const ours = packageVersion();
  const locked = lockedVersion(directory);
  if (locked !== undefined && locked !== ours) return { because: `its lock file holds version ${locked}` };
  const { version } = required;
  if (version !== undefined && allowsVersion(version, ours) !== true) {
    return { because: `it asks for version ${version}` };
  }
  return undefined;
}

/** The version that a stack's lock file holds of the provider. */
function lockedVersion(directory: string): string | undefined {
  const path = join(directory, ".terraform.lock.hcl");
  if (!existsSync(path)) return undefined;
  const blocks = readFileSync(path, "utf8").matchAll(/^provider "(?<address>[^"]+)" \{(?<body>[^}]*)\}/gm);
  const [own] = [...blocks].filter(({ groups }) => isHikube(groups?.address ?? ""));
  return /^\s*version\s*=\s*"([^"]+)"/m.exec(own?.groups?.body ?? "")?.[1];
}

/**
 * The files of terraform's CLI configuration, whether they are there or not.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#locations
 * @see https://opentofu.org/docs/cli/config/config-file/#locations
 */
function configFiles({ env, flavour }: Terraform): readonly string[] {
  const named = [env.TF_CLI_CONFIG_FILE, env.TERRAFORM_CONFIG].find((path) => (path ?? "") !== "");
  if (named !== undefined) return [named];
  const home = (env.HOME ?? "") === "" ? homedir() : (env.HOME ?? "");
  const files = [join(home, ".terraformrc")];
  if (flavour === "terraform") return files;
  const base = (env.XDG_CONFIG_HOME ?? "") === "" ? join(home, ".config") : (env.XDG_CONFIG_HOME ?? "");
  return [join(home, ".tofurc"), join(base, "opentofu", "tofurc"), ...files];
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#development-overrides-for-provider-developers */
function overrides(path: string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, "utf8").replaceAll(/^\s*(#|\/\/).*$/gm, "");
  const named = [...text.matchAll(/dev_overrides"?\s*[:=]?\s*\{(?<body>[^}]*)\}/g)].flatMap(({ groups }) => [
    ...(groups?.body ?? "").matchAll(/"(?<address>[^"]+)"\s*[=:]/g),
  ]);
  return named.some(({ groups }) => isHikube(groups?.address ?? ""));
}
