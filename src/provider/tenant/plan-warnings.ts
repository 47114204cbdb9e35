import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Diagnostics } from "../../plugin";
import { isTenant } from "./free";

/** Tells of a namespace that becomes a tenant: of another resource of it Terraform tells nothing, and a plan of both looks like any. */
export function warnOfAdoption(found: KubeObject | undefined, diagnostics: Diagnostics): void {
  if (found === undefined || isTenant(found)) return;
  diagnostics.warning(
    `The namespace ${found.metadata.name} is taken over as it is`,
    "If this plan destroys a `kubernetes_namespace_v1` or a `kubernetes_manifest` of it, do not apply it: that deletes the namespace with all that is in it, and the tenant, too. A `moved` block from the `kubernetes_namespace_v1` keeps it, or a `removed` block with `destroy = false`.",
    ["namespace"],
  );
}

/** Tells of a finished tenant that a new one takes over. */
export function warnOfRest(namespace: string, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `The tenant ${namespace} is there already, just as it would be made`,
    "It is taken over as it stands: an apply left it that was cut short, or it is this very resource under `create_before_destroy`. If another configuration holds it, do not apply this: it loses the tenant to this one. Where Terraform then calls the final plan inconsistent (`taken_over`), another apply has made it since that was planned, and nothing of it was changed: plan again.",
    ["namespace"],
  );
}
