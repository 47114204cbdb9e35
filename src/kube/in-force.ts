import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inForceProbe, isInForceRefusal, type InForceProbe } from "../model/platform/guardrails/in-force";
import { refOf } from "./http-cluster";
import type { Cluster } from "./cluster";
import { KubeError } from "./kube-error";

/** How it is waited; a test waits less. */
export interface InForceWait {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Is told each answer that is no refusal. @default - nobody is */
  readonly onWait?: (said: string) => void;
  /** Refusals one after the other that are taken for all. @default 5: with the pauses two seconds */
  readonly inARow?: number;
  /** Between two requests, in milliseconds. @default 500 */
  readonly pauseMs?: number;
  /** How long something else may refuse the request before that is taken for an answer, in milliseconds. @default 30000 */
  readonly unaskedMs?: number;
}

/** What became of the waiting. */
export type InForce =
  | { readonly is: "in force" }
  /** It ended before that. */
  | { readonly is: "late"; readonly said: string }
  /** Something else refuses the request, so that nothing is known of the policies. */
  | { readonly is: "unasked"; readonly said: string };

const FIELD_MANAGER = "hikube-in-force";
const LET_THROUGH = "the request was let through";

/** How long the probe may take to be withdrawn, in milliseconds, when the time is over already. */
const WITHDRAWN_WITHIN_MS = 10_000;

/**
 * Waits until the API server judges by all admission policies that were written before: it compiles them after it has
 * stored them, which takes it seconds, many where it is busy. Of several servers behind one address each does so
 * for itself; so each request has a connection of its own, and one refusal is not enough.
 *
 * @throws KubeError where the probe itself is not written
 */
export async function untilInForce(cluster: Cluster, wait: InForceWait): Promise<InForce> {
  const probe = inForceProbe(randomBytes(6).toString("hex"));
  const bounded = cluster.until(wait.signal);
  try {
    for (const object of probe.objects) await bounded.apply(object, { fieldManager: FIELD_MANAGER, force: true });
    return await answered(bounded, probe, wait);
  } finally {
    await withdraw(cluster.until(AbortSignal.timeout(WITHDRAWN_WITHIN_MS)), probe);
  }
}

async function answered(cluster: Cluster, probe: InForceProbe, wait: InForceWait): Promise<InForce> {
  const { signal, onWait, inARow = 5, pauseMs = 500, unaskedMs = 30_000 } = wait;
  let said = "nothing";
  let refusals = 0;
  let unasked: number | undefined;
  for (;;) {
    const answer = await ask(cluster, probe);
    if (signal.aborted) return { is: "late", said };
    if (answer.is !== "refused") onWait?.(answer.said);
    refusals = answer.is === "refused" ? refusals + 1 : 0;
    if (refusals >= inARow) return { is: "in force" };
    if (answer.is !== "refused") said = answer.said;
    unasked = answer.is === "unasked" ? (unasked ?? Date.now()) : undefined;
    if (unasked !== undefined && Date.now() - unasked >= unaskedMs) return { is: "unasked", said };
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What one server made of the request. */
type Answer =
  | { readonly is: "refused" }
  /** It was let through, or not answered for now. */
  | { readonly is: "not yet"; readonly said: string }
  | { readonly is: "unasked"; readonly said: string };

async function ask(cluster: Cluster, { request }: InForceProbe): Promise<Answer> {
  const fresh = cluster.anew();
  try {
    await fresh.apply(request, { fieldManager: FIELD_MANAGER, force: true, dryRun: true });
    return { is: "not yet", said: LET_THROUGH };
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    const { code, message: said } = error;
    if (isInForceRefusal(said)) return { is: "refused" };
    // What a webhook says ends with the policy, which is asked before; what RBAC says stays.
    return { is: code >= 400 && code < 500 && code !== 429 ? "unasked" : "not yet", said };
  } finally {
    fresh.close();
  }
}

/** What stays for want of an answer refuses nothing that anybody asks for; the next waiting writes over it, and takes it away. */
async function withdraw(cluster: Cluster, { objects }: InForceProbe): Promise<void> {
  for (const object of objects.toReversed()) await cluster.delete(refOf(object)).catch(() => undefined);
}
