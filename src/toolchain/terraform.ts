import { basename } from "node:path";
import { SandboxError } from "../support/errors";
import { TOOLS } from "./catalogue";
import { obtainTool } from "./obtain";
import { findExecutable } from "./search-path";
import type { SourceOptions } from "./source";

/** A Terraform or OpenTofu to run. */
export interface Terraform {
  readonly path: string;
  readonly flavour: "terraform" | "tofu";
}

/**
 * The Terraform to use: what `HIKUBE_TERRAFORM` names, `terraform` or `tofu` on `PATH`, else
 * OpenTofu obtained like the sandbox's own binaries.
 *
 * @throws SandboxError `binaries` where none can be had
 */
export async function obtainTerraform(options: SourceOptions): Promise<Terraform> {
  const env = options.env ?? process.env;
  const wanted = env.HIKUBE_TERRAFORM ?? "";
  if (wanted !== "") return namedTerraform(wanted, env.PATH);
  const installed = findExecutable("terraform", env.PATH) ?? findExecutable("tofu", env.PATH);
  if (installed !== undefined) return toTerraform(installed);
  const locate = await obtainTool(TOOLS.opentofu, options);
  return toTerraform(locate("tofu"));
}

function namedTerraform(wanted: string, path: string | undefined): Terraform {
  const found = findExecutable(wanted, path);
  if (found !== undefined) return toTerraform(found);
  throw new SandboxError("binaries", `HIKUBE_TERRAFORM names "${wanted}", and there is no such executable`);
}

function toTerraform(path: string): Terraform {
  return { path, flavour: basename(path).includes("tofu") ? "tofu" : "terraform" };
}
