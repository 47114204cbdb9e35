import { streamProgress } from "../../support/progress";
import { type Io, ProjectError } from "../command";
import { objectTitle } from "../project/managed-object";
import { planStack } from "../plan/plan-file";
import { isRemoval } from "../plan/summary";
import type { ConfiguredObject } from "../project/stack-config";
import { withKnownBlocks } from "../project/known-blocks";
import { openNamedCluster } from "../project/stack-cluster";
import { tenantResources } from "../project/tenant-resources";
import type { Stack } from "../project/stacks";
import {
  capture,
  captureJson,
  initStack,
  runFailure,
  runWithMessages,
  type Terraform,
} from "../../terraform/terraform";
import { withImports } from "../project/import-file";
import { notRecovered } from "./declared-namespaces";
import { keyOf, managedObjects, type LiveObject, type ObjectKey } from "./live-objects";
import { missingPlatforms } from "./missing-platforms";
import { missingTenants, unmarkReleased, type MissingTenant } from "./missing-tenants";
import { strangersAmong } from "./strangers";
import { parseState, mendStateFile, type MendedState } from "./state";

/** What a stack's state had lost, and what was restored. */
export interface Recovered {
  readonly stack: string;
  /** Objects that existed and were not in the state. */
  readonly imported: readonly string[];
  /** Objects that terraform would have destroyed and recreated. */
  readonly untainted: readonly string[];
  /** The repair of a half-written state. @default - it was intact */
  readonly state?: MendedState;
  /** What the state had nothing of, and nobody released: another state may hold it. @default - none */
  readonly strangers: readonly string[];
  /** All objects of ours that the stack's clusters hold, of the kinds that it has. */
  readonly live: readonly LiveObject[];
}

export interface RecoverOptions {
  /** Private folder for plans. */
  readonly folder: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Lock to take away first. @default - none */
  readonly unlock?: string;
  readonly io: Io;
}

/** Imports existing objects of a stack into its state. Nothing is removed from the cluster. */
export async function recoverStack(terraform: Terraform, stack: Stack, options: RecoverOptions): Promise<Recovered> {
  const state = options.dryRun ? undefined : mendStateFile(stack.config.stateFile);
  const { known, missing, tenants, tainted, strangers, live } = await compare(terraform, stack, options);
  if (!options.dryRun) {
    for (const address of tainted.keys()) await capture(terraform, stack, ["untaint", address]);
    if (missing.length > 0) await withImports(stack, missing, () => importAll(terraform, stack, missing, options));
    await unmarkReleased(known, terraform, tenants);
  }
  const [imported, untainted] = [missing.map(titleOf), [...tainted.values()]];
  return { stack: stack.name, imported, untainted, strangers, live, ...(state === undefined ? {} : { state }) };
}

interface Comparison {
  /** The stack, with what terraform knows of its provider blocks. */
  readonly known: Stack;
  /** Declared objects that the cluster holds and the state does not know. */
  readonly missing: readonly ConfiguredObject[];
  /** Those of them that are tenants of the provider `hikube`. */
  readonly tenants: readonly MissingTenant[];
  /** Titles of what is tainted, by address. */
  readonly tainted: ReadonlyMap<string, string>;
  readonly strangers: readonly string[];
  readonly live: readonly LiveObject[];
}

async function compare(terraform: Terraform, stack: Stack, { unlock, io }: RecoverOptions): Promise<Comparison> {
  const step = streamProgress(io.stderr).step(`comparing the state of ${stack.name} with the cluster`);
  try {
    await initStack(terraform, stack);
    if (unlock !== undefined) await capture(terraform, stack, ["force-unlock", "-force", unlock]);
    const text = await captureJson(terraform, stack, ["state", "pull"]);
    const state = parseState(text);
    const known = await withKnownBlocks(stack, terraform);
    const live = await liveObjects(known, terraform);
    const existing = stack.config.objects.filter((object) => live.has(placeOf(object)));
    const tenants = await missingTenants(known, text, terraform);
    const own = [...(await missingPlatforms(known, text, terraform)), ...tenants.map(({ object }) => object)];
    const missing = [...existing.filter(({ address }) => !state.addresses.has(address)), ...own];
    const tainted = new Map([
      ...existing
        .filter(({ address }) => state.tainted.includes(address))
        .map((object): [string, string] => [object.address, titleOf(object)]),
      // Of one that is gone Terraform finds that out itself.
      ...tenantResources(text)
        .filter(({ isTainted }) => isTainted)
        .map(({ address, namespace }): [string, string] => [address, `${address} (${namespace})`]),
    ]);
    step.done(`${missing.length} missing, ${tainted.size} tainted`);
    const released = tenants.flatMap(({ object, isReleased }) => (isReleased ? [object] : []));
    const isReleased = (object: ConfiguredObject) =>
      live.get(placeOf(object))?.isReleased === true || released.includes(object);
    const strangers = strangersAmong(missing, [...existing, ...own], isReleased);
    return { known, missing, tenants, tainted, strangers, live: [...live.values()] };
  } catch (error) {
    step.done("failed");
    throw error;
  }
}

/** The key of an object, different from one of the same name in another cluster. */
function placeOf(object: ObjectKey & Pick<ConfiguredObject, "alias">): string {
  return `${object.alias ?? ""}|${keyOf(object)}`;
}

/** The objects of ours in the clusters of a stack's provider blocks, by place. */
async function liveObjects(
  { config, ...stack }: Stack,
  terraform: Terraform,
): Promise<ReadonlyMap<string, LiveObject>> {
  const found = new Map<string, LiveObject>();
  for (const alias of new Set(config.objects.map((object) => object.alias))) {
    const cluster = await openNamedCluster(
      { config, ...stack },
      terraform,
      alias === undefined ? {} : { alias },
      notRecovered(stack.name),
    );
    try {
      const kinds = config.objects.filter((object) => object.alias === alias);
      for (const object of await managedObjects(cluster, kinds)) found.set(placeOf({ ...object, alias }), object);
    } finally {
      cluster.close();
    }
  }
  return found;
}

/** The plan is limited to the missing objects, and applied only if it destroys nothing. */
async function importAll(
  terraform: Terraform,
  stack: Stack,
  missing: readonly ConfiguredObject[],
  { folder, io }: RecoverOptions,
): Promise<void> {
  const args = missing.map(({ address }) => `-target=${address}`);
  const { file, plan } = await planStack(terraform, stack, { folder, io, args });
  const destroyed = plan.changes.filter(({ actions }) => isRemoval(actions));
  if (destroyed.length > 0) {
    const addresses = destroyed.map(({ address }) => address).join(", ");
    throw new ProjectError(
      `stack "${stack.name}" is not recovered: terraform would destroy ${addresses}; see \`hikube plan\``,
    );
  }
  const call: [string, ...string[]] = ["apply", "-input=false", file];
  const run = await runWithMessages(terraform, stack, call);
  if (run.code !== 0) throw runFailure(stack, call, run);
}

function titleOf(object: ConfiguredObject): string {
  const place = object.namespace === undefined ? "" : ` in ${object.namespace}`;
  return `${objectTitle(object)}${place}`;
}
