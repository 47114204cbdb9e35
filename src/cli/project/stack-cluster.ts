import { connect } from "../../kube/http-cluster";
import type { Cluster } from "../../kube/cluster";
import { loadConnection } from "../../kube/kubeconfig";
import type { Stack } from "./stacks";
import type { Terraform } from "./terraform";
import { messageOf } from "../../sandbox/sandbox-error";

/**
 * Opens the cluster that a provider block of a stack means, as the provider itself finds it.
 * @param alias - of the block. @default - the one without
 * @throws Error where the block says it in terms that only terraform knows, or the kubeconfig is wrong
 */
export async function openStackCluster({ config }: Stack, { env }: Terraform, alias?: string): Promise<Cluster> {
  const block = config.providers.find((provider) => provider.alias === alias) ?? {};
  if (JSON.stringify(block).includes("${")) {
    throw new Error("its address is an expression that only terraform knows");
  }
  // Loaded on demand: it brings the libraries of the bridge.
  const { connectionOf } = await import("../../sandbox/providers/kubernetes/configuration.js");
  const connection = connectionOf(block as Parameters<typeof connectionOf>[0], env);
  return connect(connection ?? loadConnection());
}

/** How long a cluster may take before a command does without it. */
const PATIENCE_MS = 10_000;

/**
 * Asks the cluster of a stack something that a command can do without.
 * @returns nothing where no answer came; `onSilence` is told why
 */
export async function askCluster<T>(
  stack: Stack,
  terraform: Terraform,
  ask: (cluster: Cluster) => Promise<T>,
  onSilence: (reason: string) => void,
): Promise<T | undefined> {
  let cluster: Cluster | undefined;
  try {
    cluster = await openStackCluster(stack, terraform);
    return await withPatience(ask(cluster));
  } catch (error) {
    onSilence(messageOf(error));
    return undefined;
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
