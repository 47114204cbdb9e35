import { existsSync } from "node:fs";
import { join } from "node:path";
import { SandboxError } from "../sandbox-error";
import type { Tool } from "./catalogue";
import { isExecutable } from "./search-path";

/** Variables that name a folder of ready binaries; the second is a convention of Kubernetes' own test tools. */
const VARIABLES = ["HIKUBE_SANDBOX_ASSETS", "KUBEBUILDER_ASSETS"] as const;

/**
 * The folder that the user names, if it holds all of the tool's binaries. Part of them is not
 * taken: an API server and controllers of two versions do not fit.
 *
 * @throws SandboxError `binaries` where `HIKUBE_SANDBOX_ASSETS` names no folder
 */
export function fromAssets(tool: Tool, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const [own] = VARIABLES;
  const ownFolder = env[own] ?? "";
  if (ownFolder !== "" && !existsSync(ownFolder)) {
    throw new SandboxError("binaries", `${own} names "${ownFolder}", and there is no such folder`);
  }
  return VARIABLES.map((variable) => env[variable] ?? "")
    .filter((folder) => folder !== "")
    .find((folder) => tool.binaries.every((binary) => isExecutable(join(folder, binary))));
}
