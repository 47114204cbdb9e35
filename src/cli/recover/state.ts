import { parseToolJson } from "../command";
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { listIn, objectIn, textIfAny } from "../../model/json";

/** What a state knows of. */
export interface State {
  /** Addresses of the resources that are in it. */
  readonly addresses: ReadonlySet<string>;
  /** Those that terraform would destroy and make anew, because their creation reported an error. */
  readonly tainted: readonly string[];
}

/** Reads what `terraform state pull` prints; it prints nothing where there is no state yet. */
export function parseState(text: string): State {
  const { resources } = objectIn(text.trim() === "" ? {} : parseToolJson(text));
  const own = listIn(resources)
    .map(objectIn)
    .filter(({ mode, module }) => mode === "managed" && module === undefined)
    .map(({ type, name, instances }) => ({
      address: `${textIfAny(type) ?? ""}.${textIfAny(name) ?? ""}`,
      instances: listIn(instances).map(objectIn),
    }))
    .filter(({ instances }) => instances.some(({ deposed }) => deposed === undefined));
  return {
    addresses: new Set(own.map(({ address }) => address)),
    tainted: own
      .filter(({ instances }) => instances.some(({ status }) => status === "tainted"))
      .map(({ address }) => address),
  };
}

/** What was done about a state that was broken off in the middle of being written. */
export interface MendedState {
  /** Where the broken file lies now. */
  readonly brokenFile: string;
  /** Whether the state from before the killed run stands in its place; else it starts empty. */
  readonly fromBackup: boolean;
}

/**
 * Terraform writes a local state in place, so a kill can leave half of it. The half is set aside; what the state from
 * before does not know is imported afterwards, like all that is missing.
 *
 * @returns nothing where the state is sound
 */
export function mendStateFile(path: string | undefined): MendedState | undefined {
  if (path === undefined || !existsSync(path) || isSound(path)) return undefined;
  const brokenFile = freeName(`${path}.broken`);
  renameSync(path, brokenFile);
  const backup = `${path}.backup`;
  const fromBackup = existsSync(backup) && isSound(backup);
  if (fromBackup) copyFileSync(backup, path);
  return { brokenFile, fromBackup };
}

/** An empty file is no state to terraform, and so nothing to mend. */
function isSound(path: string): boolean {
  const text = readFileSync(path, "utf8");
  if (text.trim() === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function freeName(path: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : `${path}-${attempt}`;
    if (!existsSync(candidate)) return candidate;
  }
}
