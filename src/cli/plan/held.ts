import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { isUnfinished } from "../../provider/objects/mark";
import type { Plan } from "./plan";
import { isOurs, type PlannedObject } from "./planned-objects";

/**
 * The namespaces of what the provider `hikube` makes, each of which may be there: then the provider takes all over. What the same
 * plan removes is gone by then.
 */
export function maybeHeld({ objects }: Pick<Plan, "objects">): readonly PlannedObject[] {
  const removed = objects.flatMap(({ before, after }) =>
    before?.kind === "Namespace" && after === undefined ? before.metadata.name : [],
  );
  return objects.filter(
    ({ isNew, after }) =>
      isNew === true && after?.kind === "Namespace" && !removed.includes(after.metadata.name) && isOurs(after),
  );
}

/** The objects of those whose namespace is one of ours. @param found - by the namespaces that were asked for, what is there */
export function heldIn(
  { objects }: Pick<Plan, "objects">,
  found: ReadonlyMap<PlannedObject, KubeObject | undefined>,
): readonly PlannedObject[] {
  const held = new Set([...found].flatMap(([{ address }, live]) => (isHeld(live) ? [address] : [])));
  return objects.filter(({ isNew, address }) => isNew === true && held.has(address));
}

/** Whether a namespace is that of the platform, or of a tenant that an apply has made to its end. */
export function isHeld(namespace: KubeObject | undefined): namespace is KubeObject {
  if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined || !isOurs(namespace)) return false;
  const { name, labels = {} } = namespace.metadata;
  return name === PLATFORM_NAMESPACE || (labels[LABELS.tenant] === name && !isUnfinished(namespace));
}
