import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { isTypeFault, KubeError } from "../../kube/kube-error";
import { ownersOf } from "../../kube/managed-fields";
import { DiagnosticError, type Diagnostics } from "../../plugin";
import { applied, checkNamespace, scopeOf } from "./apply";
import { foundIfOpen } from "./closed";
import { titleOf, type Body, type MemberPath } from "./body";
import { diagnosed, immutableError, isExtended, isImmutable, MANIFEST } from "./errors";
import { wordsOf } from "./words";
import type { ManifestWalk } from "./walk";
import { kindId } from "../../model/kubernetes/kinds";
import { isApplied, isForeign } from "../objects/managers";

/** What a server says of an object before it is applied. */
export type Rehearsal =
  | { readonly kind: "answer"; readonly object: KubeObject; readonly secrets: readonly MemberPath[] }
  /** It cannot be updated: it has to be made anew. */
  | { readonly kind: "replace" }
  /** No server can say it. */
  | { readonly kind: "none" };

interface Plan {
  readonly body: Body;
  /** Whether it is in the state. */
  readonly exists: boolean;
  readonly adopt: boolean;
  readonly force: boolean;
  /** Whether what cannot be updated is to be made anew. */
  readonly replace: boolean;
  readonly paths: readonly string[];
  /** Whether values of the object may not be shown. */
  readonly hidden: boolean;
  /** What else is planned. */
  readonly walk: ManifestWalk;
  readonly diagnostics: Diagnostics;
}

const NONE: Rehearsal = { kind: "none" };

/**
 * Applies an object by a dry run. Where what is missing may come by the same apply (the kind, the namespace, a right, a policy)
 * there is no answer, and no error.
 *
 * @throws DiagnosticError for what is wrong whatever comes before
 */
export async function rehearsed(cluster: Cluster, plan: Plan): Promise<Rehearsal> {
  const { body, paths, force, hidden } = plan;
  const ref = refOf(body.object);
  try {
    const namespaced = await (isExtended(ref.apiVersion) ? scopeOf(cluster, ref) : cluster.isNamespaced(ref));
    if (namespaced === undefined) return NONE;
    checkNamespace(ref, namespaced);
    if (!plan.exists && (await isThere(cluster, ref, plan))) return NONE;
    const { object } = await applied(cluster, body.object, { force, paths, hidden, dryRun: true });
    return { kind: "answer", object, secrets: body.secrets };
  } catch (error) {
    return judged(error, ref, plan);
  }
}

/**
 * Whether an object that is to be created is there and stays out of a dry run: it is in the state, and is being made anew, or it is
 * somebody else's. That is no error before the apply: Terraform plans a whole configuration before it destroys it, and what was
 * refused by the apply before is still in it then.
 */
async function isThere(cluster: Cluster, ref: ObjectRef, { adopt, walk, diagnostics }: Plan): Promise<boolean> {
  const object = await foundIfOpen(cluster, ref);
  if (object === undefined) return false;
  if (walk.isStored(ref)) return true;
  if (adopt) {
    if (isApplied(object)) {
      diagnostics.warning(`${titleOf(ref)} is taken over from another resource of this provider`, OVER, ["adopt"]);
      return true;
    }
    const managers = [...new Set(ownersOf(object).map(({ manager }) => `"${manager}"`))].join(", ");
    diagnostics.warning(
      `${titleOf(ref)} exists already, and is adopted`,
      `Its field managers: ${managers === "" ? "none" : managers}. A later destroy deletes it.`,
      ["adopt"],
    );
    return false;
  }
  const { summary, detail = "" } = alreadyExists(ref, object);
  diagnostics.warning(`${summary}: the apply will refuse it`, detail, MANIFEST);
  return true;
}

const OVER =
  "That one holds it, or held it: of another configuration, or of this one. Where its state still has it, both write it by turns from now on, and its removal lets go of the object alone: this " +
  "resource marks it, and only a destroy of this one deletes it. Let go of it where it is held: `terraform state rm ADDRESS`, or a `removed` block with `destroy = false`.";

/**
 * Refuses to make an object anew under the name of somebody else's: it would be deleted before the apply meets what is in the way.
 *
 * @throws DiagnosticError where there is such an object
 */
export async function refuseInWay(cluster: Cluster, ref: ObjectRef): Promise<void> {
  // Where the server does not say it, the plan of the new object tells why.
  const object = await foundIfOpen(cluster, ref).catch(() => undefined);
  if (object !== undefined && isForeign(object)) throw alreadyExists(ref, object);
}

/** What of ours is there may be this very resource, which `create_before_destroy` makes anew before the old one is gone. */
export function alreadyExists(ref: ObjectRef, object: KubeObject): DiagnosticError {
  const ways = [
    "Do one of these:",
    isForeign(object)
      ? "- set `adopt = true`: this resource takes it over;"
      : "- remove `create_before_destroy`, where this resource is made anew: two objects cannot have one name;",
    `- import it, by an import block or by: terraform import ADDRESS '${kindId(ref)}';`,
    "- choose another name.",
  ];
  return new DiagnosticError(`${titleOf(ref)} exists already`, ways.join("\n"), MANIFEST);
}

function judged(error: unknown, ref: ObjectRef, plan: Plan): Rehearsal {
  const { replace, exists, walk, diagnostics, hidden } = plan;
  const attempt = { verb: "apply", ref, hidden };
  if (!(error instanceof KubeError)) throw diagnosed(attempt, error);
  if (exists && isImmutable(error)) {
    if (replace) return { kind: "replace" };
    throw immutableError(attempt, error, WAYS);
  }
  if (isCertain(error, ref, walk)) throw diagnosed(attempt, error);
  // What is missing may be in this very configuration.
  if (error.code === 404 || error.message.includes("does not support dry run")) return NONE;
  diagnostics.warning(
    `${titleOf(ref)} is planned from the configuration alone: the API server did not try it`,
    wordsOf(error, hidden),
    MANIFEST,
  );
  return NONE;
}

/** Refusals that nothing which is applied before would change. */
function isCertain({ code, message, reason }: KubeError, ref: ObjectRef, walk: ManifestWalk): boolean {
  if (message.includes("does not support dry run")) return false;
  // A kind that a definition may bring is no refusal.
  if (code === 401 || reason === "NoKind") return true;
  return !walk.mayBeRedefined(ref) && (isTypeFault(message) || code === 400 || code === 422);
}

const WAYS = 'Change it back, or set `on_immutable = "replace"`: the object is deleted and created anew then.';
