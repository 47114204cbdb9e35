import { knownCluster } from "../model/cluster/known-cluster";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { tenantObjects } from "../model/tenant/objects/objects";
import { resolveTenant } from "../model/tenant/resolve/resolve";
import { LABELS } from "../model/tenant/spec/labels";
import { isProfile } from "../model/tenant/spec/profile";
import { STAND_IN_FACTS } from "./stand-in-facts";
import { isForeign, type TenantPair } from "./state";

/** What a new tenant is held against: nobody chose its defaults. */
export interface Reference {
  /** Of its parent, which is not passed; of a top tenant, one with the defaults of the profile. */
  readonly namespace: KubeObject;
  /** With the defaults of the profile. */
  readonly quota: KubeObject;
}

/** Whether a namespace becomes a tenant's: a new one, or one that was nobody's. */
export function comes({ namespace: { before, after } }: Pick<TenantPair, "namespace">): boolean {
  return after !== undefined && !isForeign(after) && (before === undefined || isForeign(before));
}

export function referenceOf({ namespace }: TenantPair, parent: TenantPair | undefined): Reference {
  const { [LABELS.profile]: label = "" } = namespace.after?.metadata.labels ?? {};
  const profile = isProfile(label) ? label : "production";
  const cluster = knownCluster(STAND_IN_FACTS);
  const tenant = resolveTenant({ name: "reference", profile }, { path: "reference", cluster });
  const objects = tenantObjects(tenant, []);
  return { namespace: parent?.namespace.after ?? objects.namespace, quota: objects.isolation.quota };
}
