import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export interface TerraformBinary {
  readonly name: "terraform" | "tofu";
  /** @throws Error where the binary is missing on a machine that must have it */
  readonly path: () => string;
}

const VARIABLES = { terraform: "HIKUBE_TERRAFORM", tofu: "HIKUBE_TOFU" } as const;

/**
 * Terraform and OpenTofu as named by `HIKUBE_TERRAFORM` and `HIKUBE_TOFU`, else found on PATH. One that
 * is missing is left out with a printed reason, but fails its tests where `CI` is set.
 */
export function terraformBinaries(): readonly TerraformBinary[] {
  return (["terraform", "tofu"] as const).map(locate).filter((binary) => binary !== undefined);
}

function locate(name: TerraformBinary["name"]): TerraformBinary | undefined {
  const path = find(name);
  if (path !== undefined) return { name, path: () => path };
  const reason = `${name} is neither on PATH nor named by ${VARIABLES[name]}`;
  if (process.env.CI === undefined) {
    process.stderr.write(`skipped: ${reason}\n`);
    return undefined;
  }
  return {
    name,
    path: () => {
      throw new Error(`${reason}: tests in CI need it`);
    },
  };
}

function find(name: TerraformBinary["name"]): string | undefined {
  const named = process.env[VARIABLES[name]];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = named === undefined ? folders.map((folder) => join(folder, name)) : [named];
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
