import { ConnectionError } from "../kube/connection-error";
import { KubeError } from "../kube/kube-error";
import { REJECTED } from "../kube/transport";
import { DiagnosticError } from "../plugin";

const HINTS: Readonly<Record<string, string>> = {
  NoAnswer: "Check the address in the block of the provider, the network, and that the API server runs.",
  Unauthorized: "Sign in anew, or check `token`, `exec` or the kubeconfig of the provider.",
  AlreadyExists: "Adopt it with `adopt = true`, or import it.",
};

const ANONYMOUS =
  "The server knows no user by these credentials: give `token`, `exec`, a client certificate or a kubeconfig. Passwords are no longer taken.";

const BUSY = "The API server is busy or starts: try again.";
const ACCIDENT = "Try again; where it stays, look into the log of the API server.";
const GOING = "Wait until the namespace is gone, or use another one.";
const POLICY = "A policy or a quota of the cluster refuses it: change the object, or ask who runs the cluster.";

/** What the resources of tenants and of the platform do with a kind. */
const VERBS = "get, list, create, patch and delete";

/** What to do about a refusal; nothing where the server says all that is known. @param verbs - what is done with the kind */
export function hintOf({ reason, code, message }: KubeError, verbs = VERBS): string {
  if (message.includes("is being terminated")) return GOING;
  // The words of authorization; every other refusal of this kind is one of admission.
  if (message.includes('User "system:anonymous"')) return ANONYMOUS;
  if (code === 403) return grantOf(message, verbs);
  if (code === 429 || code === 503) return BUSY;
  return HINTS[reason] ?? (code >= 500 ? ACCIDENT : "");
}

function grantOf(message: string, verbs: string): string {
  const verb = /cannot ([a-z]+) (?:resource|path)/.exec(message)?.[1];
  return verb === undefined
    ? POLICY
    : `Grant the verbs ${verbs} on this kind to whom the message names (it lacks ${verb}), or use another account.`;
}

/** Stands for a call that was ended. */
export const ENDED = "The call was ended before an answer came.";

/** Sentences of ours, in which nobody's token is looked for. */
export const OWN_WORDS: readonly string[] = [
  ...Object.values(HINTS),
  ...[REJECTED, ANONYMOUS, BUSY, ACCIDENT, GOING, POLICY, ENDED],
];

/** Whether a call was ended on our side: its time was over, or Terraform asked to stop. */
export function isEnded({ reason, cause }: KubeError): boolean {
  return reason === "NoAnswer" && cause instanceof Error && cause.name === "AbortError";
}

/** The server's words, and what to do. */
export function detailOf(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join("\n\n");
}

/** What is tried, e.g. `read the tenant tenant-production`, and what ends it. */
export interface Attempt {
  readonly what: string;
  /** Aborts when its time is over. */
  readonly signal?: AbortSignal | undefined;
}

/** A refusal, and what to do. */
export function toldOf(error: KubeError): string {
  return isEnded(error) ? ENDED : detailOf(error.message, hintOf(error));
}

/** Runs calls to the cluster; a refusal, or the end of the time, becomes one diagnostic: what was tried, the server's words, what to do. */
export async function attempted<T>({ what, signal }: Attempt, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw inTime({ what, signal }, diagnosed(what, error));
  }
}

function diagnosed(what: string, error: unknown): unknown {
  if (error instanceof KubeError) return new DiagnosticError(`Cannot ${what}`, toldOf(error));
  return error instanceof ConnectionError ? new DiagnosticError(`Cannot ${what}`, connectionWords(error)) : error;
}

/** Why it is not known how to reach the cluster, with what a credential plugin said. */
export function connectionWords({ message, said }: ConnectionError): string {
  return detailOf(message, said.length === 0 ? "" : ["It said:", ...said].join("\n"));
}

/** An error that came when the time was over says so, beside what the time was spent on. */
export function inTime({ what, signal }: Attempt, error: unknown): unknown {
  const reason: unknown = signal?.reason;
  if (signal?.aborted !== true || !(reason instanceof DiagnosticError)) return error;
  const why = `${reason.summary}. ${reason.detail ?? ""}`;
  if (!(error instanceof DiagnosticError)) return new DiagnosticError(`Cannot ${what}`, why);
  const { summary, detail = "", path } = error;
  return detail.includes(reason.summary)
    ? error
    : new DiagnosticError(summary, detail === ENDED ? why : detailOf(detail, why), path);
}
