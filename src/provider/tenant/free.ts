import { sameJson } from "../../model/json";
import { LABELS } from "../../model/tenant/spec/labels";
import type { TenantSpec } from "../../model/tenant/spec/spec";
import { DiagnosticError } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import type { Member } from "./families";
import { memberOn } from "./record";

/**
 * Nobody's namespace is taken over unasked. One that records just this tenant is what an apply made that was killed.
 *
 * @throws DiagnosticError where there is such a namespace, and the tenant does not say `adopt`
 */
export async function assertFree(client: HikubeClient, name: string, { spec, parent }: Member): Promise<void> {
  if (spec.adopt === true) return;
  const found = await client.cluster().get({ ...NAMESPACE, name });
  if (found === undefined) return;
  const recorded = memberOn(found);
  if (recorded !== undefined && recorded.parent === parent && sameSpec(recorded.spec, spec)) return;
  const isTenant = found.metadata.labels?.[LABELS.tenant] !== undefined;
  throw new DiagnosticError(
    isTenant ? `There is a tenant ${name} already` : `There is a namespace ${name} already`,
    `${isTenant ? "Another configuration may have it." : "It is no tenant's."} Import it: \`terraform import ADDRESS ${name}\`; or set \`adopt = true\`, and it is taken over with all that is in it; or choose another name.`,
    ["namespace"],
  );
}

/** The namespace is the same on both sides; only where it does not follow from the name it is recorded. */
function sameSpec(left: TenantSpec, right: TenantSpec): boolean {
  return sameJson({ ...left, namespace: undefined }, { ...right, namespace: undefined });
}
