import { stringify } from "lossless-json";
import { Decimal, type Value, type ValueRecord } from "../value";
import { isList, isRecord } from "../values/guards";
import { parseStateJson } from "../wire/state-json";
import { assertNone, saidBy, StepFaults } from "./scenario-error";
import type { Workspace } from "./workspace";

/** What an older version of the provider stored of a resource. */
export interface StoredState {
  /** Version of the schema that it was stored by. @default 0 */
  readonly version?: number;
  /** Every attribute and block, as that schema has them. */
  readonly attributes: ValueRecord;
}

/** By address of the resource, e.g. `notes_disk.a`, `notes_disk.a["k"]` or `module.m.notes_disk.a[0]`. */
export type StoredStates = Readonly<Record<string, StoredState>>;

/** Puts what is given in the place of what is stored, or beside it. */
export async function storeStep(workspace: Workspace, states: StoredStates): Promise<void> {
  const addresses = Object.keys(states);
  assertNone(
    addresses.filter((each) => placeOf(each) === undefined).map((each) => `${each} is no address of a resource`),
  );
  const before = await pulled(workspace);
  const others = listOf(before.resources).flatMap((resource) => without(resource, addresses));
  const stored = Object.entries(states).map(([address, state]) => resourceOf(address, state, workspace));
  const after = { ...EMPTY, ...before, serial: Number(before.serial ?? 0) + 1, resources: [...others, ...stored] };
  await workspace.write("terraform.tfstate", String(stringify(after, undefined, 2, NUMBERS)));
}

/** Of what a state holds where nothing was applied yet. */
const EMPTY: ValueRecord = { version: 4, terraform_version: "1.0.0", lineage: "scenario", outputs: {} };

/** Long numbers keep their digits. */
const NUMBERS = [{ test: (value: unknown) => value instanceof Decimal, stringify: (value: unknown) => String(value) }];

async function pulled(workspace: Workspace): Promise<ValueRecord> {
  const result = await workspace.run("state", "pull");
  if (result.code !== 0) throw new StepFaults([`state pull failed:\n${saidBy(result)}`]);
  const state = result.output.trim() === "" ? {} : parseStateJson(result.output);
  return isRecord(state) ? state : {};
}

interface Place {
  readonly module: string | undefined;
  readonly type: string;
  readonly name: string;
  /** Of `count` or `for_each`. */
  readonly key: string | number | undefined;
}

const ADDRESS = /^(?:(module\..+)\.)?([a-z][a-z0-9_]*)\.([\w-]+)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?$/;

function placeOf(address: string): Place | undefined {
  const [, module, type = "", name = "", key] = ADDRESS.exec(address) ?? [];
  if (type === "" || type === "data" || type === "module") return undefined;
  return { module, type, name, key: key === undefined ? undefined : (JSON.parse(key) as string | number) };
}

function resourceOf(address: string, { version = 0, attributes }: StoredState, workspace: Workspace): ValueRecord {
  const { module, type = "", name = "", key } = placeOf(address) ?? {};
  const instance = { ...(key !== undefined && { index_key: key }), schema_version: version, attributes };
  const provider = `provider["${workspace.providerOf(type)}"]`;
  return { ...(module !== undefined && { module }), mode: "managed", type, name, provider, instances: [instance] };
}

/** A stored resource without the instances that have these addresses. */
function without(resource: Value, addresses: readonly string[]): readonly Value[] {
  if (!isRecord(resource)) return [];
  const instances = listOf(resource.instances).filter((instance) => {
    const key = isRecord(instance) ? (instance.index_key ?? null) : null;
    return !addresses.includes(addressOf(resource, key));
  });
  return instances.length === 0 ? [] : [{ ...resource, instances }];
}

function addressOf({ module, mode, type, name }: ValueRecord, key: Value): string {
  const parts = [module, ...(mode === "data" ? ["data"] : []), type, name].filter((part) => typeof part === "string");
  return `${parts.join(".")}${key === null ? "" : `[${JSON.stringify(key)}]`}`;
}

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}
