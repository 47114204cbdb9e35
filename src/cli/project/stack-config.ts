import { parseJson } from "../../model/json-text";
import { isRecord, objectIn, textIfAny, textsIn, type JsonRecord } from "../../model/json";
import { managedObject, type ManagedObject } from "./managed-object";
import { hikubeRequirement, type HikubeRequirement } from "../serving/hikube-source";
import { clusterBlocks, type ClusterBlock } from "../cluster/cluster-block";

/** A resource of a stack that stands for one of our objects. */
export interface ConfiguredObject extends ManagedObject {
  /** Address in the stack, e.g. `kubernetes_namespace_v1.production_namespace_1A2B3C4D`. */
  readonly address: string;
  /** Alias of its provider block. @default - the block without an alias */
  readonly alias?: string;
}

/** An object of ours, or a resource of the provider `hikube`, of which Terraform is told to see no change. */
export interface IgnoredObject {
  /** Address in the stack, without the keys of instances. */
  readonly address: string;
  /** As reviewers know it. @default - the plan knows what the resource stands for */
  readonly object?: ManagedObject;
  /** `ignore_changes`: attributes, or `all`. */
  readonly attributes: readonly string[];
  /** The resource as it is written. */
  readonly declared: JsonRecord;
}

/** What commands need to know of a stack's JSON. */
export interface StackConfig {
  readonly objects: readonly ConfiguredObject[];
  readonly ignored: readonly IgnoredObject[];
  /** Blocks of the Kubernetes provider, as they were written. */
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  /** Blocks of all providers that reach a cluster, with what each says of which and as whom. */
  readonly clusterBlocks: readonly ClusterBlock[];
  /** What it says of the provider `hikube`. @default - it has no use for it */
  readonly hikube?: HikubeRequirement;
  /** Path of the state, where it is kept in a file of this machine. */
  readonly stateFile?: string;
}

/** Reads the JSON that synth wrote for one stack. */
export function parseStackConfig(text: string): StackConfig {
  const json = parseJson(text);
  if (!isRecord(json)) throw new Error("it is not a configuration of Terraform");
  const { resource, provider, terraform } = json;
  const blocks = objectIn(provider)[localName(objectIn(terraform).required_providers)];
  const backend = objectIn(objectIn(objectIn(terraform).backend).local);
  const resources = Object.entries(objectIn(resource)).flatMap(([type, named]) =>
    Object.entries(objectIn(named)).map(([name, body]) => [type, name, body] as const),
  );
  const hikube = hikubeRequirement(json);
  return {
    objects: resources.flatMap(([type, name, body]) => configuredObject(type, name, body)),
    ignored: resources.flatMap(([type, name, body]) => ignoredObject(type, name, body)),
    providers: Array.isArray(blocks) ? blocks.filter(isRecord) : [objectIn(blocks)],
    clusterBlocks: clusterBlocks(provider, objectIn(terraform).required_providers),
    ...(hikube === undefined ? {} : { hikube }),
    stateFile: textIfAny(backend.path),
  };
}

/** What the stack calls the Kubernetes provider. */
function localName(required: unknown): string {
  const named = Object.entries(objectIn(required)).find(([, wanted]) =>
    /(^|\/)hashicorp\/kubernetes$/.test(textIfAny(objectIn(wanted).source) ?? ""),
  );
  return named?.[0] ?? "kubernetes";
}

/** The cluster makes it by itself and gives it to the tenant: the constructs ignore what the tenant does with it. */
const SHARED = "kubernetes_default_service_account_v1";

function ignoredObject(type: string, name: string, body: unknown): readonly IgnoredObject[] {
  const { ignore_changes: given } = objectIn(objectIn(body).lifecycle);
  const attributes = given === "all" ? ["all"] : textsIn(given);
  if (attributes.length === 0 || type === SHARED) return [];
  const of = { address: `${type}.${name}`, attributes, declared: objectIn(body) };
  // What those of the provider `hikube` stand for the plan alone tells.
  if (type.startsWith("hikube_")) return [of];
  const object = managedObject(type, body);
  return object === undefined ? [] : [{ ...of, object }];
}

function configuredObject(type: string, name: string, body: unknown): readonly ConfiguredObject[] {
  const { count, for_each, provider } = objectIn(body);
  const object = managedObject(type, body);
  // One of several has an address that only terraform knows.
  if (object === undefined || count !== undefined || for_each !== undefined) return [];
  const alias = textIfAny(provider)?.split(".")[1];
  return [{ ...object, address: `${type}.${name}`, ...(alias === undefined ? {} : { alias }) }];
}
