import { parseToolJson } from "../command";
import { listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";
import { configuredResources } from "./configured-resources";

/** Which block of a provider a resource is handled by. */
export interface ProviderRef {
  /** `hikube` for a block of that provider. @default - one of the Kubernetes provider */
  readonly engine?: "hikube";
  /** @default - the block without an alias */
  readonly alias?: string;
  /** Module that the block stands in, so that the stack's own JSON does not hold it. @default - the stack itself */
  readonly module?: string;
  /** Which instance of the block it is, where OpenTofu makes several of one by `for_each`. @default - there is one */
  readonly instance?: string;
}

/** The same for the same block alone. */
export function blockKey({ engine, module, alias, instance }: ProviderRef): string {
  return JSON.stringify([engine, module, alias, instance]);
}

/** How the block is called in messages, e.g. `kubernetes.east`. */
export function providerTitle({ engine, alias, module, instance }: ProviderRef): string {
  const name = [engine ?? "kubernetes", ...(alias === undefined ? [] : [alias])].join(".");
  return `${module === undefined ? "" : `${module}.`}${name}${instance ?? ""}`;
}

/**
 * The block that a plan's configuration names, e.g. `kubernetes.east`, or `module.a:kubernetes` for one of a module.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function refOfConfigKey(key: string): ProviderRef {
  const colon = key.lastIndexOf(":");
  const alias = key.slice(colon + 1).split(".")[1];
  return { ...(colon === -1 ? {} : { module: key.slice(0, colon) }), ...(alias === undefined ? {} : { alias }) };
}

function engineOf(type: unknown): Pick<ProviderRef, "engine"> {
  return (textIfAny(type) ?? "").startsWith("hikube_") ? { engine: "hikube" } : {};
}

const STATE_PROVIDER = /^(?:(?<module>.+)\.)?provider\["[^"]*"\](?:\.(?<alias>[\w-]+))?(?<instance>\[.*\])?$/;

/** The block that a state names, e.g. `provider["registry.terraform.io/hashicorp/kubernetes"].east`. */
export function refOfStateProvider(text: string): ProviderRef | undefined {
  const groups = STATE_PROVIDER.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { module, alias, instance } = groups;
  return {
    ...(alias === undefined ? {} : { alias }),
    ...(module === undefined ? {} : { module }),
    ...(instance === undefined ? {} : { instance }),
  };
}

/**
 * The blocks of all resources of a configuration, by address without the keys of instances.
 * @param configuration - of what `terraform show -json` prints of a plan
 */
export function configuredProviders(configuration: unknown): ReadonlyMap<string, ProviderRef> {
  const blocks = configuredResources(configuration).flatMap(({ address, resource }) => {
    const block = textIfAny(resource.provider_config_key);
    return block === undefined ? [] : [[address, { ...engineOf(resource.type), ...refOfConfigKey(block) }] as const];
  });
  return new Map(blocks);
}

/**
 * The blocks of all resources of a state, by address: those of resources that the configuration knows no more stand
 * nowhere else.
 * @param state - what `terraform state pull` prints
 */
export function stateProviders(state: string): ReadonlyMap<string, ProviderRef> {
  return new Map(stateInstances(state).map(({ address, provider }) => [address, provider]));
}

/** A resource of a state, or one of several of a resource. */
export interface StateInstance {
  readonly address: string;
  readonly type: string;
  readonly provider: ProviderRef;
  /** What the state says of it. */
  readonly instance: JsonRecord;
}

/** @param state - what `terraform state pull` prints */
export function stateInstances(state: string): readonly StateInstance[] {
  const { resources } = objectIn(state.trim() === "" ? {} : parseToolJson(state));
  return listIn(resources).flatMap(instancesOf);
}

function instancesOf(resource: unknown): readonly StateInstance[] {
  const { module, mode, type, name, provider, instances } = objectIn(resource);
  if (mode !== "managed") return [];
  const place = [textIfAny(module), textIfAny(type), textIfAny(name)].filter((part) => part !== undefined).join(".");
  return listIn(instances).flatMap((value) => {
    const instance = objectIn(value);
    // OpenTofu keeps the block with each instance where it makes several of one block.
    const { index_key: key, provider: own } = instance;
    const ref = refOfStateProvider(textIfAny(own) ?? textIfAny(provider) ?? "");
    if (ref === undefined) return [];
    const found = { type: textIfAny(type) ?? "", provider: { ...engineOf(type), ...ref }, instance };
    return [{ address: place + keySuffix(key), ...found }];
  });
}

function keySuffix(key: unknown): string {
  return typeof key === "string" || typeof key === "number" ? `[${JSON.stringify(key)}]` : "";
}

const INSTANCE_KEY = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;

/** The address of a resource without the keys of its instances and modules. */
export function withoutKeys(address: string): string {
  return address.replaceAll(INSTANCE_KEY, "");
}
