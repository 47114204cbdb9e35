import { sameJson } from "../../model/json";
import { holdsInvalid } from "../../model/schema/invalid";
import { isNeverTenants } from "../../model/cluster/reserved-namespaces";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { printableLine, shortened } from "../../model/printable";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError, type Diagnostics } from "../../plugin";
import { isEnding } from "../objects/judged-removal";
import { isUnfinished } from "../objects/mark";
import { isDisputed } from "./disputed";
import { isJustLeft } from "./just-left";
import { isBeingAdopted } from "./maker";
import { sameMember, type Member } from "./members";
import { heldTitle } from "./protected-words";
import { memberOn } from "./record";

/** Whether a namespace is a tenant, whoever made it: it can be imported, and is not adopted. */
export function isTenant(namespace: KubeObject): boolean {
  const { name, labels = {} } = namespace.metadata;
  return labels[LABELS.tenant] === name || memberOn(namespace) !== undefined;
}

/**
 * Nobody's namespace is taken over unasked, and no tenant that another configuration may hold. One that is not finished is what an
 * apply made that failed or was killed; one that records just this tenant, and was written of late, is taken for it.
 *
 * @param found - the namespace that the tenant would have
 * @param isKnown - whether all of the tenant is known yet; before, only what is certain is refused
 * @returns whether a finished tenant is there, which is taken for such a rest
 * @throws DiagnosticError where there is one that the tenant cannot have
 */
export function assertFree(found: KubeObject | undefined, member: Member, isKnown = true): boolean {
  if (found === undefined) return false;
  const { name } = found.metadata;
  if (isEnding(found)) throw new DiagnosticError(...endOf(found), ["namespace"]);
  // Of one that was just begun the mark is all that there is.
  if (isUnfinished(found) && !isBeingAdopted(found)) return false;
  if (!isTenant(found) || isUnfinished(found)) {
    const { adopt } = member.spec;
    if (adopt === true || (!isKnown && holdsInvalid(adopt))) return false;
    throw new DiagnosticError(
      `There is a namespace ${name} already`,
      isNeverTenants(name)
        ? NEVER_TENANTS
        : "It is no tenant's. Where this configuration has it, as a `kubernetes_namespace_v1`, a `moved` block from that one makes it the tenant (`hikube migrate --hcl` writes it): to declare it in its place alone deletes it with all that is in it. Else set `adopt = true`, and it is taken over as it is; or choose another name.",
      ["namespace"],
    );
  }
  const recorded = memberOn(found);
  const isAlike = recorded !== undefined && (isKnown ? isSaid(recorded, member) : mayBeSaid(recorded, member));
  const { [ANNOTATIONS.released]: released } = found.metadata.annotations ?? {};
  if (released !== undefined) throw new DiagnosticError(heldTitle(name), takeBack(name, released), ["namespace"]);
  const isRest = isAlike && isJustLeft(found);
  if (isRest && !isDisputed(found)) return true;
  if (isRest) throw new DiagnosticError(heldTitle(name), holderImports(name), ["namespace"]);
  const detail = recorded === undefined ? OTHER_ENGINE + letGoOf(name) : `${letGoOf(name)} ${MADE_ANEW}`;
  throw new DiagnosticError(heldTitle(name), detail, ["namespace"]);
}

/** As `assertFree`, of a tenant that gets another namespace: this very configuration may hold the one that it gets. */
export function assertFreeToMoveTo(found: KubeObject | undefined, member: Member): boolean {
  try {
    return assertFree(found, member);
  } catch (error) {
    if (!(error instanceof DiagnosticError) || found === undefined || !isTenant(found)) throw error;
    throw new DiagnosticError(error.summary, `${error.detail ?? ""} ${NAMES_CHANGE}`, error.path);
  }
}

const NAMES_CHANGE =
  "Where this configuration holds it, and its tenants change names among themselves, do it in two applies: first give the tenant that leaves this name its new one, or one that nobody has; then give it to this one.";

/** Tells of a tenant of the state that is made anew: an apply that begins with the new one meets the old one as anybody's. */
export function warnOfAnew(found: KubeObject | undefined, member: Member, diagnostics: Diagnostics): void {
  try {
    assertFree(found, member);
  } catch (error) {
    if (!(error instanceof DiagnosticError) || found === undefined) throw error;
    const { name } = found.metadata;
    diagnostics.warning(
      `Under \`create_before_destroy\` the tenant ${name} is not made anew: the apply refuses it`,
      ANEW,
    );
  }
}

const ANEW =
  "A namespace cannot be there twice, and in an apply nothing tells the new tenant whose the old one is. Where this resource, or one that depends on it, has `create_before_destroy`, run `terraform untaint ADDRESS`, or plan without `-replace`: then what changes is changed in place.";

/** What is said of a namespace that nothing makes a tenant. */
export const NEVER_TENANTS =
  "It belongs to the cluster or the platform, and becomes no tenant: choose another name. [reserved-namespace]";

/** Tells of a tenant of the state that is being deleted: what would be changed of it. */
export function warnOfEnd(found: KubeObject, diagnostics: Diagnostics): void {
  diagnostics.warning(...endOf(found));
}

function endOf({ metadata: { name, deletionTimestamp } }: KubeObject): [string, string] {
  return [
    `The namespace ${name} is being deleted`,
    `Since ${printableLine(String(deletionTimestamp))}, with all that is in it: the API server refuses what an apply writes there. Plan again when it is gone; what holds it stands in its \`status.conditions\`.`,
  ];
}

/** Only `hikube_tenant` records what it made. */
const OTHER_ENGINE =
  "The engine `kubernetes` made it: where that was this configuration, `formerEngine: kubernetes` or `hikube migrate` takes it over. ";

/**
 * Terraform asks for the new one of `create_before_destroy` as for any other, and in an apply says nothing of the old one before:
 * whose the tenant is nobody can tell.
 */
const MADE_ANEW =
  "The same leads out where it is this very resource, made anew under `create_before_destroy`, and the state holds the old one as deposed: `terraform state rm ADDRESS`, and import it; what changes is changed in place then.";

function takeBack(name: string, released: string): string {
  return `It was released at ${shortened(released)}, and nobody manages it. Take it out of the code; or take it back by \`hikube recover\`, or \`terraform import ADDRESS ${name}\`. [tenant-held-elsewhere]`;
}

function letGoOf(name: string): string {
  return `Another configuration may hold it, and \`adopt\` takes no tenant. Let go of it where it is held (\`terraform state rm\`, \`hikube release\`), then import it: \`terraform import ADDRESS ${name}\`; or choose another name. What else is declared here is destroyed by \`terraform destroy -refresh=false\` meanwhile. [tenant-held-elsewhere]`;
}

function holderImports(name: string): string {
  return `Two applies made it at the same time: the one of them that was not refused holds it, and nothing but its state tells which. Where no state has it (\`terraform state list\`), import it: \`terraform import ADDRESS ${name}\`. Else let go of it there first (\`terraform state rm\`, \`hikube release\`), or choose another name. [tenant-held-elsewhere]`;
}

/** How a tenant came to its namespace is nothing of the tenant. */
function isSaid(recorded: Member, member: Member): boolean {
  return sameMember(withoutAdopt(recorded), withoutAdopt(member));
}

function mayBeSaid({ spec: recorded }: Member, { spec }: Member): boolean {
  return holdsInvalid(spec.name) || sameJson(recorded.name, spec.name);
}

function withoutAdopt(member: Member): Member {
  return { ...member, spec: { ...member.spec, adopt: undefined } };
}
