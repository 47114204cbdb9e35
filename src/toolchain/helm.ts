import { spawnSync } from "node:child_process";
import { SandboxError } from "../support/errors";
import { TOOLS } from "./catalogue";
import { obtainTool } from "./obtain";
import { findExecutable } from "./search-path";
import type { SourceOptions } from "./source";

/**
 * Path of a Helm 3: what `HIKUBE_HELM` names, `helm` on `PATH` where it is of version 3, else one that is obtained like
 * the sandbox's own binaries.
 *
 * @throws SandboxError `binaries` where none can be had, or `HIKUBE_HELM` names something else
 */
export async function obtainHelm(options: SourceOptions): Promise<string> {
  const env = options.env ?? process.env;
  const wanted = env.HIKUBE_HELM ?? "";
  if (wanted !== "") return namedHelm(wanted, env.PATH);
  const installed = findExecutable("helm", env.PATH);
  // Helm 4 has other flags.
  if (installed !== undefined && isHelm3(installed)) return installed;
  return (await obtainTool(TOOLS.helm, options))("helm");
}

function namedHelm(wanted: string, path: string | undefined): string {
  const found = findExecutable(wanted, path);
  if (found === undefined)
    throw new SandboxError("binaries", `HIKUBE_HELM names "${wanted}", and there is no such executable`);
  if (!isHelm3(found)) throw new SandboxError("binaries", `HIKUBE_HELM names "${wanted}", which is no Helm 3`);
  return found;
}

function isHelm3(path: string): boolean {
  const args = ["version", "--template", "{{.Version}}"];
  const { stdout, error } = spawnSync(path, args, { encoding: "utf8", timeout: 10_000 });
  return error === undefined && stdout.startsWith("v3.");
}
