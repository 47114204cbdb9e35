import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import { SandboxError, messageOf } from "../../support/errors";

const INTERVAL_MS = 50;

/** How long to wait, and what ends the waiting before that. */
export interface Patience {
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Waits for the API server to call itself ready. @throws SandboxError `start-failed` at the deadline */
export function untilApiServerIsReady(cluster: Cluster, patience: Patience): Promise<void> {
  return until("the API server to become ready", patience, async () => {
    // The controller-manager asks the same once a second: started earlier it would lose one.
    await cluster.raw("GET", "/healthz").catch(unlessPlainText);
    return true;
  });
}

/** `/healthz` says "ok" as plain text, which the port, made for JSON, reports as an answer it cannot read. */
function unlessPlainText(error: unknown): void {
  if (!(error instanceof KubeError && error.code === 200)) throw error;
}

/**
 * Waits for what the controllers make: a ServiceAccount that pods may use, and the aggregated
 * ClusterRoles `admin`, `edit` and `view`, which are empty before.
 */
export function untilControllersAreReady(cluster: Cluster, patience: Patience): Promise<void> {
  return until("the controllers to start", patience, async () => {
    const account = { apiVersion: "v1", kind: "ServiceAccount", namespace: "default", name: "default" };
    if ((await cluster.get(account)) === undefined) return false;
    const role = await cluster.get({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", name: "admin" });
    return Array.isArray(role?.rules) && role.rules.length > 0;
  });
}

async function until(what: string, { deadline, signal }: Patience, isDone: () => Promise<boolean>): Promise<void> {
  let last: unknown;
  while (Date.now() < deadline && !signal.aborted) {
    try {
      if (await isDone()) return;
      last = undefined;
    } catch (error) {
      last = error; // Not up yet; the deadline ends the wait.
    }
    await sleep(INTERVAL_MS);
  }
  const why = last === undefined ? "" : ` (last answer: ${messageOf(last)})`;
  throw new SandboxError("start-failed", `timed out waiting for ${what}${why}`);
}
