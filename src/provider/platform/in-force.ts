import { untilInForce, type InForceWait } from "../../kube/in-force";
import { IN_FORCE } from "../../model/platform/guardrails/in-force";
import { DiagnosticError, type Diagnostics, type Log, type ValueRecord } from "../../plugin";
import { textMapOf } from "../../kube-provider/values";
import type { HikubeClient } from "../client";
import { attempted, detailOf } from "../explained";
import type { Digests } from "../objects/state";

const POLICY = "ValidatingAdmissionPolicy";
const BINDING = `${POLICY}Binding`;

/** As digests of a platform name them: what a run that was killed may have left of the waiting. */
export const LEFT_OF_WAITING: readonly string[] = [`${BINDING}/${IN_FORCE}`, `${POLICY}/${IN_FORCE}`];

/** Stands for the digest of what was written and is not in force: another one than any, so the next apply has something to do. */
const NOT_IN_FORCE = "000000000000";

/** What an apply of the platform waits with. */
interface Waiting {
  readonly client: HikubeClient;
  readonly signal: AbortSignal;
  readonly diagnostics: Diagnostics;
  readonly log: Log;
  /** How it is waited. @default - as `untilInForce` does */
  readonly pace?: Omit<InForceWait, "signal" | "onWait">;
}

/**
 * Waits until a new platform's guardrails are in force. Where they are not in time it is in the state all the same, as tainted, and
 * so can be removed; and what the state tells of it makes an apply wait again that was not to make it anew.
 *
 * @returns what is to be stored
 */
export async function createdInForce(waiting: Waiting, state: ValueRecord): Promise<ValueRecord> {
  try {
    await untilGuarded(waiting, {}, state);
    return state;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    waiting.diagnostics.error(error.summary, detailOf(error.detail ?? "", LEFT), error.path);
    const isBinding = (key: string) => key.startsWith(`${BINDING}/`);
    const told = Object.entries(textMapOf(state.objects)).map(([key, digest]) => [
      key,
      isBinding(key) ? NOT_IN_FORCE : digest,
    ]);
    return { ...state, objects: Object.fromEntries(told) as Digests };
  }
}

const LEFT =
  "The platform is in the state, as tainted: the next apply makes it anew, which is refused where it has tenants, and a destroy removes it. After `terraform untaint` the next apply goes on with it instead: it waits again.";

/**
 * Waits until the API server judges by the guardrails that an apply wrote: not where it wrote none.
 *
 * @param before - what the state told of the platform's objects
 * @throws DiagnosticError that names those that are not known to be in force
 */
export async function untilGuarded(waiting: Waiting, before: Digests, state: ValueRecord): Promise<void> {
  const { client, signal, diagnostics, log, pace } = waiting;
  const names = changedGuardrails(before, textMapOf(state.objects));
  if (names.length === 0) return;
  await attempted({ what: "wait for the guardrails of the platform", signal }, async () => {
    const onWait = (said: string) => {
      log.debug("the guardrails are not in force yet", { said });
    };
    const outcome = await untilInForce(client.cluster(), { ...pace, signal, onWait });
    if (outcome.is === "late") throw new DiagnosticError(...late(names, outcome.said));
    if (outcome.is === "unasked") diagnostics.warning(...unasked(outcome.said));
  });
}

/** Names of the policies that were written, or whose binding was: what is as it was is in force. */
function changedGuardrails(before: Digests, now: Digests): readonly string[] {
  const changed = Object.entries(now)
    .filter(([key, digest]) => before[key] !== digest && [POLICY, BINDING].includes(key.split("/", 1).join("")))
    .map(([key]) => key.slice(key.indexOf("/") + 1));
  return [...new Set(changed)];
}

/** Names in a message; the others are counted. */
const MOST_NAMES = 5;

function late(names: readonly string[], said: string): [string, string] {
  const rest = names.length - MOST_NAMES;
  const listed = `${names.slice(0, MOST_NAMES).join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
  return [
    "The guardrails are not in force",
    [
      `All of the platform is written, but the API server does not judge by these policies yet, as far as it tells: ${listed}. Until it does, people of a tenant may do what they forbid.`,
      `What a policy that was written after them refuses from everybody was asked for as a dry run; the last answer that was no such refusal: ${said}.`,
      "Apply again once the API server is less busy. Where it stays, see whether kube-apiserver runs the admission plugin ValidatingAdmissionPolicy, and what its log says of policies.",
    ].join("\n\n"),
  ];
}

function unasked(said: string): [string, string] {
  return [
    "It is not known whether the guardrails are in force",
    `Whether a policy refuses is asked by a dry run of a NetworkPolicy in hikube-system, and something else refused that for half a minute: ${said}. The guardrails are written, and most API servers judge by them after some seconds. To have the apply wait for them, let the account of the provider create NetworkPolicies there, and admission webhooks pass dry runs.`,
  ];
}
