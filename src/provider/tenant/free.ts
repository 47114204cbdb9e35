import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError } from "../../plugin";
import { sameMember, type Member } from "./members";
import { memberOn } from "./record";

/**
 * Nobody's namespace is taken over unasked. One that records just this tenant is what an apply made that was killed.
 *
 * @param found - the namespace that the tenant would have
 * @throws DiagnosticError where there is one, and the tenant does not say `adopt`
 */
export function assertFree(found: KubeObject | undefined, member: Member): void {
  if (found === undefined || member.spec.adopt === true) return;
  const { name } = found.metadata;
  const recorded = memberOn(found);
  if (recorded !== undefined && sameMember(recorded, member)) return;
  const isTenant = found.metadata.labels?.[LABELS.tenant] !== undefined;
  throw new DiagnosticError(
    isTenant ? `There is a tenant ${name} already` : `There is a namespace ${name} already`,
    `${isTenant ? "Another configuration may have it." : "It is no tenant's."} Import it: \`terraform import ADDRESS ${name}\`; or set \`adopt = true\`, and it is taken over with all that is in it; or choose another name.`,
    ["namespace"],
  );
}
