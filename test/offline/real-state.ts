import { typeOfAttribute, type Block, type Type, type Value, type ValueRecord } from "../../src/plugin";
import { resourceSchema } from "../../src/offline/kubernetes/schema";
import { parseDuration } from "../../src/plugin/values/duration";

/** What stands in state once the real provider has read the resource anew: collections that nobody set are empty. */
export function asRead(typeName: string, state: ValueRecord): ValueRecord {
  return emptied(resourceSchema(typeName), state, unread(typeName, state));
}

/** Collections that the real provider does not read, so that they keep what stood there. */
function unread(typeName: string, { data_wo_revision: revision }: ValueRecord): readonly string[] {
  if (typeName !== "kubernetes_secret_v1") return [];
  return ["binary_data", "binary_data_wo", "data_wo", ...(typeof revision === "number" ? ["data"] : [])];
}

function emptied(block: Block, values: ValueRecord, kept: readonly string[] = []): ValueRecord {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Value] => {
    const value = values[name] ?? null;
    return [name, value === null && !kept.includes(name) ? emptyOf(typeOfAttribute(attribute)) : value];
  });
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]): [string, Value] => {
    const value = values[name] ?? null;
    return [name, Array.isArray(value) ? value.map((item) => element(nested.block, item as ValueRecord)) : value];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

/** An element in which nothing at all is set has no attributes that could be empty. */
function element(block: Block, values: ValueRecord): ValueRecord {
  const isBare = Object.values(values).every((value) => value === null || (Array.isArray(value) && value.length === 0));
  return isBare ? values : emptied(block, values);
}

function emptyOf(type: Type): Value {
  if (typeof type === "string") return null;
  return type[0] === "map" ? {} : [];
}

const MINUTE = 60_000_000_000;
/** Default times of each type, in nanoseconds; types that have none are not named. */
const TIMES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  kubernetes_default_service_account_v1: { create: MINUTE / 2 },
  kubernetes_namespace_v1: { delete: 5 * MINUTE },
  kubernetes_resource_quota_v1: { create: MINUTE, update: MINUTE },
  kubernetes_secret_v1: { create: MINUTE },
  kubernetes_service_account_v1: { create: MINUTE / 2 },
};

/** The private data that the real provider stores beside a state: the times of its operations, or null. */
export function privateOf(typeName: string, { timeouts }: ValueRecord): Readonly<Record<string, unknown>> | null {
  const defaults = TIMES[typeName];
  const configured = Object.entries((timeouts ?? {}) as Readonly<Record<string, string | null>>)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([action, text]) => [action, parseDuration(text) * 1e6] as const);
  if (defaults === undefined) return null;
  return { "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": { ...defaults, ...Object.fromEntries(configured) } };
}
