import { connect } from "../../kube/http-cluster";
import type { Cluster } from "../../kube/cluster";
import { blockPath } from "../cluster/cluster-block";
import { connectionFor } from "../cluster/connection";
import { hasExpression } from "./known-blocks";
import { ProjectError } from "../command";
import { providerTitle, type ProviderRef } from "./provider-ref";
import type { Stack } from "./stacks";
import type { Terraform } from "../../terraform/terraform";
import { messageOf } from "../../support/errors";

/** Which cluster a block means is an expression: terraform evaluates it in each run, and prints it nowhere. */
export class DeferredClusterError extends Error {
  override readonly name = "DeferredClusterError";
}

/**
 * Opens the cluster that a provider block of a stack means, as the provider itself finds it.
 * @throws Error where the block says it in terms that only terraform knows, or the kubeconfig is wrong
 */
export async function openStackCluster(
  { config, directory }: Stack,
  { env }: Terraform,
  provider: ProviderRef = {},
): Promise<Cluster> {
  const block = blockOf(config, provider);
  if (hasExpression(block)) {
    throw new DeferredClusterError("its address is an expression that only terraform can evaluate");
  }
  return connect(await connectionFor(withPlaces(block, directory), env));
}

/**
 * As `openStackCluster`, for a command that changes a state by what the cluster says. No option stands in for a block that
 * only terraform can evaluate: terraform would go on to that block's cluster, whichever cluster was looked at.
 * @param undone - what is not done without the cluster, e.g. `stack "company" is not recovered`
 * @throws ProjectError with a way out
 */
export async function openNamedCluster(
  stack: Stack,
  terraform: Terraform,
  provider: ProviderRef,
  undone: string,
): Promise<Cluster> {
  try {
    return await openStackCluster(stack, terraform, provider);
  } catch (error) {
    if (!(error instanceof DeferredClusterError)) throw error;
    const which = `the cluster of provider "${providerTitle(provider)}" cannot be asked`;
    throw new ProjectError([
      `${undone}: ${which}: ${error.message}`,
      "  hint: pass the values by TF_VAR_… where they are variables; what is only known at apply, or ephemeral, remove from the block for this run, and pass --kubeconfig",
    ]);
  }
}

/** The block with its kubeconfigs as the provider finds them. */
function withPlaces(block: Readonly<Record<string, unknown>>, directory: string): Readonly<Record<string, unknown>> {
  const at = (path: unknown) => (typeof path === "string" ? blockPath(path, directory) : path);
  const { config_path: one, config_paths: several } = block;
  return { ...block, config_path: at(one), config_paths: Array.isArray(several) ? several.map(at) : several };
}

/** A stack without any block has terraform's own: an empty one. Any other block that is missing must not become that. */
function blockOf(config: Stack["config"], provider: ProviderRef): Readonly<Record<string, unknown>> {
  const { engine, alias, module, instance } = provider;
  const blocks = engine === "hikube" ? (config.hikube?.blocks ?? []) : config.providers;
  const found = blocks.find((block) => block.alias === alias);
  if (module !== undefined) throw new Error(`its provider block is in ${module}, not in the stack`);
  if (instance !== undefined) throw new Error("its provider block is one of several that only terraform knows");
  if (found === undefined && alias !== undefined) throw new Error(`the stack has no block ${providerTitle(provider)}`);
  return found ?? {};
}

/** How long a cluster may take before a command does without it. */
const PATIENCE_MS = 10_000;

/** What a cluster said, or why it said nothing. */
export type Reply<T> = { readonly answer: T } | { readonly reason: string };

/** Asks the cluster of a provider block something that a command can do without. */
export async function askCluster<T>(
  stack: Stack,
  terraform: Terraform,
  provider: ProviderRef | undefined,
  ask: (cluster: Cluster) => Promise<T>,
): Promise<Reply<T>> {
  let cluster: Cluster | undefined;
  try {
    if (provider === undefined) throw new Error("neither the code nor the state says which provider block it has");
    cluster = await openStackCluster(stack, terraform, provider);
    return { answer: await withPatience(ask(cluster)) };
  } catch (error) {
    return { reason: messageOf(error) };
  } finally {
    cluster?.close();
  }
}

async function withPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(timer);
  }
}
