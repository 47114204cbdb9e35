import { isTypeFault, KubeError } from "../../kube/kube-error";
import { titleOf } from "./body";
import { groupOf } from "../objects/place";
import type { ObjectRef } from "../../kube/cluster";
import { ConnectionError } from "../../kube/connection-error";
import { connectionWords, detailOf, ENDED, hintOf, inTime, isEnded } from "../explained";
import { DiagnosticError, type Path } from "../../plugin";
import { typeHint } from "./type-faults";
import { isPath, withoutKeys, wordsOf } from "./words";

/** What was tried with an object. */
export interface Attempt {
  /** E.g. `apply`, `read`, `delete`. */
  readonly verb: string;
  readonly ref: ObjectRef;
  /** Whether values of the object may not be shown. @default false */
  readonly hidden?: boolean;
  /** Aborts when its time is over. */
  readonly signal?: AbortSignal;
}

export const MANIFEST: Path = ["manifest"];

/** What a manifest does with its kind. */
const VERBS = "get, create, patch and delete";

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
export function diagnosed(attempt: Attempt, error: unknown): unknown {
  const { verb, ref, hidden = false } = attempt;
  if (!(error instanceof KubeError) && !(error instanceof ConnectionError)) return error;
  if (error instanceof KubeError && isEnded(error))
    return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, ENDED, MANIFEST);
  if (error instanceof ConnectionError)
    return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, connectionWords(error), MANIFEST);
  if (verb === "apply" && isImmutable(error)) return immutableError(attempt, error, REPLACE);
  const detail = detailOf(wordsOf(error, hidden), hintFor(error, ref, hidden));
  return new DiagnosticError(`Cannot ${verb} ${titleOf(ref)}`, detail, MANIFEST);
}

/** What a plan without an answer of the server leads to. */
const REPLACE = "Change it back, or let the object be deleted and created anew: `terraform apply -replace=ADDRESS`.";

const IMMUTABLE = /immutable|may not (be )?change|cannot (be )?change|updates? to .* forbidden|updates may not/i;

export function isImmutable({ code, message }: KubeError): boolean {
  return [400, 403, 422].includes(code) && IMMUTABLE.test(message);
}

/** The diagnostic for a change of what cannot be changed. @param ways - what to do about it */
export function immutableError({ ref, hidden = false }: Attempt, error: KubeError, ways: string): DiagnosticError {
  const named = error.causes.filter(({ message = "" }) => IMMUTABLE.test(message)).map(({ field = "" }) => field);
  const fields = hidden ? named.map(withoutKeys).filter(isPath) : named;
  const what = fields.length === 0 ? "a field" : fields.join(", ");
  return new DiagnosticError(`${titleOf(ref)} cannot change ${what}`, detailOf(wordsOf(error, hidden), ways), MANIFEST);
}

function hintFor(error: KubeError, { apiVersion, kind, namespace }: ObjectRef, hidden: boolean): string {
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
  if (!isTypeFault(message)) return hintOf(error, VERBS);
  const hint = typeHint(message, kind);
  return detailOf(hidden ? withoutKeys(hint) : hint, isExtended(apiVersion) ? OF_DEFINITION : "");
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
