import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../kube/connection";
import { loadConnection } from "../../kube/kubeconfig";
import { UsageError } from "../command";
import { isRecord } from "../json";
import { clusterEnvironment } from "./chosen-cluster";
import type { Choice } from "./cluster-block";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How the Kubernetes provider reaches the cluster of a block in an environment, by the provider's own rules.
 * @throws Error where a kubeconfig is missing, or the way there is not one of ours
 */
export async function connectionFor(block: Readonly<Record<string, unknown>>, env: Environment): Promise<Connection> {
  const proxy = [block.proxy_url, env.KUBE_PROXY_URL].find((url) => (url ?? "") !== "");
  if (proxy !== undefined) throw new Error("it is behind a proxy (proxy_url), and proxies are not supported here");
  // Loaded on demand: most commands ask no cluster.
  const { connectionOf } = await import("../../kube-provider/connection.js");
  const config = { ...block, exec: isRecord(block.exec) ? [block.exec] : block.exec };
  return connectionOf(config as Parameters<typeof connectionOf>[0], env) ?? loadConnection({ env });
}

/**
 * Providers that somebody else serves, as `sandbox exec` does, have read their environment already: there the options
 * must say what it says.
 * @throws UsageError where they do not
 */
export async function assertChoiceIsSeen(choice: Choice, env: Environment): Promise<void> {
  const isServed = /"[^"]*\/(kubernetes|helm)"/.test(env.TF_REATTACH_PROVIDERS ?? "");
  if (!isServed || Object.keys(choice).length === 0) return;
  const chosen = await connectionFor({}, clusterEnvironment([], choice, env));
  const served = await connectionFor({}, env).catch(() => undefined);
  if (isDeepStrictEqual(chosen, served)) return;
  const there = served === undefined ? "another cluster" : served.server;
  throw new UsageError(
    `--kubeconfig and --context name ${chosen.server}, and the running providers work on ${there} or as somebody else: ` +
      "they are served from outside (TF_REATTACH_PROVIDERS); leave the options out, or run this outside of the sandbox",
  );
}
