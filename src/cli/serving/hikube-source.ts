import { REGISTRY_HOSTS } from "../../offline/registry";
import { isRecord, objectIn, textIfAny, type JsonRecord } from "../../model/json";

/** The source of the provider behind the host of a registry: `hikube/hikube` in a configuration. */
export const HIKUBE_SOURCE = "hikube/hikube";

/** Its addresses in the registries that terraform and tofu ask. */
export const HIKUBE_ADDRESSES = REGISTRY_HOSTS.map((host) => `${host}/${HIKUBE_SOURCE}`);

/** Whether an address means it, with a host or without. That of another registry is somebody's own. */
export function isHikube(address: string): boolean {
  return [HIKUBE_SOURCE, ...HIKUBE_ADDRESSES].includes(address.toLowerCase());
}

/** What a configuration says of the provider `hikube`. */
export interface HikubeRequirement {
  /** What it calls the provider. @default - it does not name it, but calls modules, which may */
  readonly localName?: string;
  /** The `version` that it asks for. @default - any */
  readonly version?: string;
  /** Its blocks, as they were written. @default - none */
  readonly blocks?: readonly JsonRecord[];
}

/** @param json - a stack's JSON. @returns nothing where it has no use for the provider */
export function hikubeRequirement({ terraform, module, provider }: JsonRecord): HikubeRequirement | undefined {
  const required = Object.entries(objectIn(objectIn(terraform).required_providers));
  const named = required.find(([, wanted]) => isHikube(textIfAny(objectIn(wanted).source) ?? ""));
  if (named === undefined) return isRecord(module) && Object.keys(module).length > 0 ? {} : undefined;
  const version = textIfAny(objectIn(named[1]).version);
  const { [named[0]]: given } = objectIn(provider);
  const blocks = [given].flat().filter(isRecord);
  return { localName: named[0], blocks, ...(version === undefined ? {} : { version }) };
}
