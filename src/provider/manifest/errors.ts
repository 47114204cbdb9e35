import { KubeError } from "../../kube/kube-error";
import { groupOf, titleOf } from "./body";
import type { ObjectRef } from "../../kube/cluster";
import { ConnectionError } from "../../kube/connection-error";
import { detailOf, ENDED, hintOf, inTime, isEnded } from "../explained";
import { DiagnosticError, type Path } from "../../plugin";
import { isTypeFault, plainWords, typeHint } from "./type-faults";

/** What was tried with an object. */
export interface Attempt {
  /** E.g. `apply`, `read`, `delete`. */
  readonly verb: string;
  readonly ref: ObjectRef;
  /** Aborts when its time is over. */
  readonly signal?: AbortSignal;
}

export const MANIFEST: Path = ["manifest"];

/** Runs calls to the API for an object; a refusal becomes one diagnostic: the object, the server's words, what to do. */
export async function explained<T>(attempt: Attempt, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { verb, ref, signal } = attempt;
    throw inTime({ what: `${verb} ${titleOf(ref)}`, signal }, diagnosed(attempt, error));
  }
}

/** A refusal as one diagnostic; every other error as it is. */
export function diagnosed({ verb, ref }: Attempt, error: unknown): unknown {
  if (!(error instanceof KubeError) && !(error instanceof ConnectionError)) return error;
  if (error instanceof KubeError && isEnded(error))
    return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, ENDED, MANIFEST);
  const hint = error instanceof KubeError ? hintFor(error, ref) : "";
  return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, detailOf(plainWords(error.message), hint), MANIFEST);
}

function hintFor(error: KubeError, { apiVersion, kind, namespace }: ObjectRef): string {
  const { reason, code, message } = error;
  if (reason === "NoKind" && !isExtended(apiVersion))
    return "Correct kind or apiVersion: no definition adds a kind to this group.";
  if (reason === "NoKind") {
    return (
      `Install what defines ${kind} in the group "${groupOf(apiVersion)}" first. Where this configuration does, ` +
      "name that resource in `depends_on`."
    );
  }
  if (code === 404 && namespace !== undefined && message.includes(`namespaces "${namespace}" not found`)) {
    return `Create the namespace "${namespace}" first. Where this configuration does, name that resource in \`depends_on\`.`;
  }
  if (!isTypeFault(message)) return hintOf(error);
  return detailOf(typeHint(message, kind), isExtended(apiVersion) ? OF_DEFINITION : "");
}

const OF_DEFINITION =
  "Where this configuration changes the definition of the kind, name that resource in `depends_on`.";

/** Whether a definition may be behind a kind: no group of Kubernetes' own that has no dot can be extended. */
export function isExtended(apiVersion: string): boolean {
  return groupOf(apiVersion).includes(".");
}

/** How an error is told where what was done before it is stored. */
export function asDiagnostic(error: unknown): DiagnosticError {
  if (error instanceof DiagnosticError) return error;
  return new DiagnosticError(error instanceof Error ? error.message : String(error));
}
