import { KubeError } from "../../kube/kube-error";
import { groupOf, titleOf } from "./body";
import type { ObjectRef } from "../../kube/cluster";
import { ConnectionError } from "../../kube/connection-error";
import { DiagnosticError, type Path } from "../../plugin";

/** What was tried with an object. */
export interface Attempt {
  /** E.g. `apply`, `read`, `delete`. */
  readonly verb: string;
  readonly ref: ObjectRef;
}

export const MANIFEST: Path = ["manifest"];

/** Runs calls to the API for an object; a refusal becomes one diagnostic: the object, the server's words, what to do. */
export async function explained<T>(attempt: Attempt, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw diagnosed(attempt, error);
  }
}

/** A refusal as one diagnostic; every other error as it is. */
export function diagnosed({ verb, ref }: Attempt, error: unknown): unknown {
  if (!(error instanceof KubeError) && !(error instanceof ConnectionError)) return error;
  const hint = error instanceof KubeError ? hintFor(error, ref) : "";
  return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, detailOf(error.message, hint), MANIFEST);
}

export function detailOf(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join("\n\n");
}

const HINTS: Readonly<Record<string, string>> = {
  NoAnswer: "Check the address in the block of the provider, the network, and that the API server runs.",
  Unauthorized: "Sign in anew, or check `token`, `exec` or the kubeconfig of the provider.",
  Forbidden:
    "Grant the verbs get, create, patch and delete on this kind to whom the message names, or use another account.",
  AlreadyExists: "Adopt it with `adopt = true`, or import it.",
};

function hintFor(error: KubeError, { apiVersion, kind, namespace }: ObjectRef): string {
  const { reason, code, message } = error;
  if (reason === "NoKind") {
    return (
      `Install what defines ${kind} in the group "${groupOf(apiVersion)}" first. Where this configuration does, ` +
      "name that resource in `depends_on`."
    );
  }
  if (code === 404 && namespace !== undefined && message.includes(`namespaces "${namespace}" not found`)) {
    return `Create the namespace "${namespace}" first. Where this configuration does, name that resource in \`depends_on\`.`;
  }
  if (message.includes("is being terminated")) return "Wait until the namespace is gone, or use another one.";
  // The words of authorization; every other refusal of this kind is one of admission.
  if (code === 403 && !/cannot \S+ resource/.test(message)) {
    return "A policy or a quota of the cluster refuses it: change the object, or ask who runs the cluster.";
  }
  if (code === 429 || code === 503) return "The API server is busy or starts: try again.";
  return HINTS[reason] ?? (code >= 500 ? "Try again; where it stays, look into the log of the API server." : "");
}

/** How an error is told where what was done before it is stored. */
export function asDiagnostic(error: unknown): DiagnosticError {
  if (error instanceof DiagnosticError) return error;
  return new DiagnosticError(error instanceof Error ? error.message : String(error));
}
