import { parseToolJson } from "../command";
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { listIn, objectIn, textIfAny } from "../../model/json";

/** The resources of a state. */
export interface State {
  /** Addresses of the resources that are in it. */
  readonly addresses: ReadonlySet<string>;
  /** Those that terraform would recreate, because their creation reported an error. */
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

/** The repair of a half-written state. */
export interface MendedState {
  /** The present path of the broken file. */
  readonly brokenFile: string;
  /** Whether the state from before the killed run was restored; else it starts empty. */
  readonly fromBackup: boolean;
}

/**
 * Terraform writes a local state in place, so a kill can leave half of it. The half is moved away; what the former
 * state does not know is imported afterwards, like everything missing.
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

/** Terraform treats an empty file as no state, so there is nothing to repair. */
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
