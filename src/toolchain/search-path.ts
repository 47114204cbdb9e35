import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { SandboxError } from "../support/errors";
import { assertTrusted } from "../support/own-folder";
import type { Tool } from "./catalogue";

/** Whether the file is there and may be executed. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const found = statSync(path);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

/** The executable of that name on `PATH`, or the one at that path; `undefined` where there is none. */
export function findExecutable(command: string, path = process.env.PATH ?? ""): string | undefined {
  if (command.includes("/")) return isExecutable(command) ? resolve(command) : undefined;
  const candidates = path.split(delimiter).filter((folder) => folder !== "");
  return candidates.map((folder) => join(folder, command)).find(isExecutable);
}

/** Variables that name a folder of ready binaries; the second is a convention of Kubernetes' own test tools. */
const VARIABLES = ["HIKUBE_SANDBOX_ASSETS", "KUBEBUILDER_ASSETS"] as const;

/**
 * The folder that the user names, if it holds all of the tool's binaries. All or none: an API server and controllers of
 * different versions do not work together.
 *
 * @throws SandboxError `binaries` where `HIKUBE_SANDBOX_ASSETS` names no folder, `unsafe-folder` where others may write
 */
export function fromAssets(tool: Tool, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const [own] = VARIABLES;
  const ownFolder = env[own] ?? "";
  if (ownFolder !== "" && !existsSync(ownFolder)) {
    throw new SandboxError("binaries", `${own} names "${ownFolder}", and there is no such folder`);
  }
  const assets = VARIABLES.map((variable) => env[variable] ?? "")
    .filter((folder) => folder !== "")
    .find((folder) => tool.binaries.every((binary) => isExecutable(join(folder, binary))));
  if (assets !== undefined) assertPrograms(tool, assets);
  return assets;
}

/** @throws SandboxError `unsafe-folder` where somebody else could have put a program there that we would run */
export function assertPrograms(tool: Tool, folder: string): void {
  for (const path of [folder, ...tool.binaries.map((binary) => join(folder, binary))]) assertTrusted(path);
}
