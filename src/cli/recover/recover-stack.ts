import type { Cluster } from "../../kube/cluster";
import { streamProgress } from "../../support/progress";
import { type Io, ProjectError } from "../command";
import { objectTitle } from "../project/managed-object";
import { planStack } from "../plan/plan-file";
import { isRemoval } from "../plan/summary";
import { providerTitle, type ProviderRef } from "../project/provider-ref";
import type { ConfiguredObject } from "../project/stack-config";
import { withKnownBlocks } from "../project/known-blocks";
import { DeferredClusterError, openStackCluster } from "../project/stack-cluster";
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
import { keyOf, managedObjects, type ObjectKey } from "./live-objects";
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
  /** All objects of ours that the stack's clusters hold, of the kinds that it has. */
  readonly live: readonly ObjectKey[];
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
  const { missing, tainted, live } = await compare(terraform, stack, options);
  if (!options.dryRun) {
    for (const { address } of tainted) await capture(terraform, stack, ["untaint", address]);
    if (missing.length > 0) await withImports(stack, missing, () => importAll(terraform, stack, missing, options));
  }
  const [imported, untainted] = [missing.map(titleOf), tainted.map(titleOf)];
  return { stack: stack.name, imported, untainted, live, ...(state === undefined ? {} : { state }) };
}

interface Comparison {
  /** Declared objects that the cluster holds and the state does not know. */
  readonly missing: readonly ConfiguredObject[];
  readonly tainted: readonly ConfiguredObject[];
  readonly live: readonly ObjectKey[];
}

async function compare(terraform: Terraform, stack: Stack, { unlock, io }: RecoverOptions): Promise<Comparison> {
  const step = streamProgress(io.stderr).step(`comparing the state of ${stack.name} with the cluster`);
  try {
    await initStack(terraform, stack);
    if (unlock !== undefined) await capture(terraform, stack, ["force-unlock", "-force", unlock]);
    const state = parseState(await captureJson(terraform, stack, ["state", "pull"]));
    const live = await liveObjects(await withKnownBlocks(stack, terraform), terraform);
    const existing = stack.config.objects.filter((object) => live.has(placeOf(object)));
    const missing = existing.filter(({ address }) => !state.addresses.has(address));
    const tainted = existing.filter(({ address }) => state.tainted.includes(address));
    step.done(`${missing.length} missing, ${tainted.length} tainted`);
    return { missing, tainted, live: [...live.values()] };
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
async function liveObjects({ config, ...stack }: Stack, terraform: Terraform): Promise<ReadonlyMap<string, ObjectKey>> {
  const found = new Map<string, ObjectKey>();
  for (const alias of new Set(config.objects.map((object) => object.alias))) {
    const cluster = await openToRecover({ config, ...stack }, terraform, alias === undefined ? {} : { alias });
    try {
      const kinds = config.objects.filter((object) => object.alias === alias);
      for (const object of await managedObjects(cluster, kinds)) found.set(placeOf({ ...object, alias }), object);
    } finally {
      cluster.close();
    }
  }
  return found;
}

/**
 * No option stands in for a block that only terraform can evaluate: terraform would import from that block's cluster,
 * whichever cluster was looked at.
 */
export async function openToRecover(stack: Stack, terraform: Terraform, provider: ProviderRef): Promise<Cluster> {
  try {
    return await openStackCluster(stack, terraform, provider);
  } catch (error) {
    if (!(error instanceof DeferredClusterError)) throw error;
    const which = `the cluster of provider "${providerTitle(provider)}" cannot be asked`;
    throw new ProjectError([
      `stack "${stack.name}" is not recovered: ${which}: ${error.message}`,
      "  hint: pass the values by TF_VAR_… where they are variables; what is only known at apply, or ephemeral, remove from the block for this run, and pass --kubeconfig",
    ]);
  }
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
