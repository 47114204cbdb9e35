import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { isTypeFault, KubeError } from "./kube-error";

/** Pauses between attempts, in milliseconds, each of which is drawn out by up to the half: callers do not come back together. */
const PAUSES_MS = [100, 300, 900, 2_000, 4_000, 8_000];
/** No server is waited for longer at a time, whatever it asks for. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * A port that retries if the API server is busy or the connection broke. A call that may have been executed is repeated
 * only if that is harmless.
 *
 * @param signal - ends the pauses
 */
export function withRetries(cluster: Cluster, signal?: AbortSignal): Cluster {
  const safe = <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    repeated(call, (error) => isBusy(error) || isBroken(error), signal);
  const unsafe = <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) => repeated(call, isBusy, signal);
  return {
    server: cluster.server,
    get: safe((ref) => cluster.get(ref)),
    list: safe((kind, options) => cluster.list(kind, options)),
    isNamespaced: safe((kind) => cluster.isNamespaced(kind)),
    apply: safe((object, options) => cluster.apply(object, options)),
    delete: safe((ref, options) => cluster.delete(ref, options)),
    replace: unsafe((object) => cluster.replace(object)),
    create: unsafe((object) => cluster.create(object)),
    patch: (ref, type, body, options) =>
      (type === "merge" ? safe : unsafe)(() => cluster.patch(ref, type, body, options))(),
    dryRunPatch: safe((ref, type, body) => cluster.dryRunPatch(ref, type, body)),
    raw: (method, path, body) => (isQuestion(method, path) ? safe : unsafe)(() => cluster.raw(method, path, body))(),
    watch: (kind, options) => cluster.watch(kind, options),
    until: (end) => withRetries(cluster.until(end), end),
    anew: () => withRetries(cluster.anew(), signal),
    close: () => {
      cluster.close();
    },
  };
}

function repeated<A extends readonly unknown[], R>(
  call: (...given: A) => Promise<R>,
  mayRepeat: (error: KubeError) => boolean,
  signal: AbortSignal | undefined,
): (...given: A) => Promise<R> {
  return async (...given) => {
    for (const pause of PAUSES_MS) {
      try {
        return await call(...given);
      } catch (error) {
        if (!(error instanceof KubeError) || !mayRepeat(error)) throw error;
        const wait = Math.max(error.retryAfterMs ?? 0, pause * (1 + Math.random() / 2));
        await sleep(Math.min(wait, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => {
          throw error;
        });
      }
    }
    return call(...given);
  };
}

/** Whether a call keeps nothing in the cluster: one that reads, and one that only makes a token. */
function isQuestion(method: string, path: string): boolean {
  return method === "GET" || (method === "POST" && /\/serviceaccounts\/[^/]+\/token$/.test(path));
}

/** The server did not execute the call. */
function isBusy({ code }: KubeError): boolean {
  return code === 429 || code === 503;
}

/** The call may have been executed. If the server is not there at all, waiting is pointless. */
function isBroken({ code, cause, message }: KubeError): boolean {
  if (isTypeFault(message)) return false;
  const reason = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return code === 500 || code === 502 || code === 504 || reason === "ECONNRESET" || reason === "EPIPE";
}
