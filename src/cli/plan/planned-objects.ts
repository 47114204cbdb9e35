import { isRecord, listIn, objectIn, textIfAny } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { blockKey, type ProviderRef } from "../project/provider-ref";
import { HIKUBE_MANIFEST } from "./hikube-values";
import { resourceSides } from "./resource-sides";

/** An object of ours before and after a plan, changed or not. */
export interface PlannedObject {
  readonly address: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Whether Terraform writes it. */
  readonly isChanged: boolean;
  /** Whether Terraform deletes it and makes it again. */
  readonly isRecreated: boolean;
  /** Whether it is a namespace that may be there already, and is taken over. @default - it must not be there */
  readonly adopts?: true;
  /** Whether all of its resource is made, so that what is there already is taken over as a whole. @default false */
  readonly isNew?: true;
  /** Whether `after` was read without the facts of the cluster, so that nothing follows from how it differs. @default false */
  readonly isAssumed?: true;
  /**
   * Where `before` may be another one in the cluster: what the provider says of that, or nothing where it says nothing.
   * @default - it is as it stands there
   */
  readonly told?: string;
  /** Block of its provider. @default - the resource left the configuration, so only the state knows */
  readonly provider?: ProviderRef;
}

/** Reads one resource of a plan. @returns nothing for what is not ours */
export function plannedObject(resource: unknown): PlannedObject | undefined {
  const { mode, type } = objectIn(resource);
  // Of the provider `hikube` ours are its tenants and its platform, whatever a label says.
  if (mode !== "managed" || type === HIKUBE_MANIFEST) return undefined;
  const { object, isHidden } = readObject(resource, textIfAny(type) ?? "");
  return !isHidden && (isOurs(object?.before) || isOurs(object?.after)) ? object : undefined;
}

/** What a plan says of the object of a resource. */
export interface ReadObject {
  /** @default - it is of no kind that is known, or nothing is known of it */
  readonly object?: PlannedObject;
  /** Whether there will be one of which nothing is known before the apply. */
  readonly isHidden: boolean;
}

/** @param type - by which the resource is read: of two names for the same, the one that is known */
export function readObject(resource: unknown, type: string): ReadObject {
  const { address, change } = objectIn(resource);
  const { isHidden, ...sides } = resourceSides(type, change);
  if (sides.before === undefined && sides.after === undefined) return { isHidden };
  const actions = listIn(objectIn(change).actions);
  // Providers import less than there is.
  const told = isRecord(objectIn(change).importing) ? { told: "" } : {};
  const isChanged = actions.includes("update") && !isHidden;
  const isRecreated = actions.includes("create") && actions.includes("delete");
  return { object: { address: textIfAny(address) ?? "", ...sides, ...told, isChanged, isRecreated }, isHidden };
}

export function isOurs(object: KubeObject | undefined): boolean {
  return object?.metadata.labels?.[LABELS.managedBy] === MANAGER;
}

/** The objects of each provider block. */
export function byBlock(objects: readonly PlannedObject[]): readonly (readonly PlannedObject[])[] {
  const groups = new Map<string, PlannedObject[]>();
  for (const each of objects) {
    const key = blockKey(each.provider ?? {});
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}
