import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../kube/connection";
import { loadConnection } from "../../kube/kubeconfig";
import { connect } from "../../kube/http-cluster";
import type { Cluster } from "../../kube/cluster";
import { nonEmpty, UsageError, type Io, type OptionSpec } from "../command";
import { assertOwnCluster } from "../../sandbox/terraform/credentials";
import { isRecord } from "../../model/json";
import { choiceOf, clusterEnvironment } from "./chosen-cluster";
import type { Choice } from "./cluster-block";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How the Kubernetes provider reaches the cluster of a block in an environment, by the provider's own rules.
 * @throws ConnectionError if a kubeconfig is missing, or the block uses a setting that is not supported here
 */
export async function connectionFor(block: Readonly<Record<string, unknown>>, env: Environment): Promise<Connection> {
  // Loaded on demand: most commands ask no cluster.
  const { connectionOf } = await import("../../kube-provider/connection.js");
  const config = { ...block, exec: isRecord(block.exec) ? [block.exec] : block.exec };
  const hasTerminal = process.stdin.isTTY;
  return (
    connectionOf(config as Parameters<typeof connectionOf>[0], env, { hasTerminal }) ??
    loadConnection({ env, hasTerminal })
  );
}

/**
 * Providers that run already, as under `sandbox exec`, have read their environment: there the options must agree with
 * it.
 * @throws UsageError where they do not
 */
export async function assertChoiceIsSeen(choice: Choice, env: Environment): Promise<void> {
  const isServed = /"[^"]*\/(kubernetes|helm|hikube)"/.test(env.TF_REATTACH_PROVIDERS ?? "");
  if (!isServed || Object.keys(choice).length === 0) return;
  const chosen = await connectionFor({}, clusterEnvironment([], choice, env));
  const served = await connectionFor({}, env).catch(() => undefined);
  if (isDeepStrictEqual(chosen, served)) return;
  const there = served === undefined ? "another cluster" : served.server;
  throw new UsageError(
    `--kubeconfig and --context name ${chosen.server}, and the running providers use ${there} or another identity: ` +
      "they are served from outside (TF_REATTACH_PROVIDERS); leave the options out, or run this outside of the sandbox",
  );
}

export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

export const CONNECTION_OPTIONS: readonly OptionSpec[] = [
  {
    flags: "--kubeconfig <file>",
    description: "kubeconfig to use (default: KUBE_CONFIG_PATH, else as kubectl)",
    parse: nonEmpty,
  },
  {
    flags: "--context <name>",
    description: "context of the kubeconfig (default: its current one)",
    parse: nonEmpty,
  },
];

/** Runs a function with the cluster that the options name, else the one that terraform would find, and closes it. */
export async function withCluster<T>(
  options: ConnectionOptions,
  io: Io,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const env = clusterEnvironment([], choiceOf(options), io.env);
  const sandbox = env.HIKUBE_SANDBOX_DIRECTORY ?? "";
  if (sandbox !== "") assertOwnCluster(sandbox, env);
  const cluster = connect(await connectionFor({}, env));
  try {
    return await use(cluster);
  } finally {
    cluster.close();
  }
}
