import { knownCluster } from "../model/cluster/known-cluster";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { parseQuantity } from "../model/kubernetes/quantity";
import { TENANT_QUOTA } from "../model/tenant/objects/base-isolation";
import { tenantObjects } from "../model/tenant/objects/objects";
import { resolveTenant } from "../model/tenant/resolve/resolve";
import { LABELS } from "../model/tenant/spec/labels";
import { isProfile } from "../model/tenant/spec/profile";
import { hardOf } from "./counts";
import { STAND_IN_FACTS } from "./stand-in-facts";
import { isForeign, type TenantPair } from "./state";

const NANO = 1_000_000_000n;

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

/** Whether a namespace that was nobody's, with what is in it, becomes a tenant's. */
export function isTakenIn(pair: TenantPair): boolean {
  return pair.namespace.before !== undefined && comes(pair);
}

export function referenceOf(pair: TenantPair, parent: TenantPair | undefined): Reference {
  const objects = usualObjects(pair, "after");
  return { namespace: parent?.namespace.after ?? objects.namespace, quota: objects.isolation.quota };
}

/** The counts that the profile of a tenant gives to as many pods as it has, by their keys. */
export function usualCounts(pair: TenantPair, side: "before" | "after"): Readonly<Record<string, string>> {
  return hardOf(usualObjects(pair, side).isolation.quota);
}

function usualObjects({ namespace, objects: own }: TenantPair, side: "before" | "after") {
  const { [LABELS.profile]: label = "" } = namespace[side]?.metadata.labels ?? {};
  const profile = isProfile(label) ? label : "production";
  const cluster = knownCluster(STAND_IN_FACTS);
  const quota = own.flatMap((each) => each[side] ?? []).find(({ metadata }) => metadata.name === TENANT_QUOTA);
  const pods = parseQuantity(hardOf(quota).pods)?.nano ?? 0n;
  // A tenant that is suspended may have none, and its other counts stay.
  const given = pods > 0n ? { quota: { pods: Number(pods / NANO) } } : {};
  // Adopted, it has room for the quotas that it comes with: more than that is somebody's choice.
  const spec = { ...{ name: "reference", profile, adopt: true }, ...given };
  const tenant = resolveTenant(spec, { path: "reference", cluster });
  return tenantObjects(tenant, []);
}
