import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { objectIn, sameJson, textIfAny, textMembersIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { STAND_IN_FACTS } from "../../review/stand-in-facts";
import { isDigest } from "../../provider/objects/state";
import type { ManagedObject } from "../project/managed-object";
import { hikubeResources, type HikubeResource, type ObjectsByKey } from "./hikube-resources";
import type { LeftObjects } from "./left-objects";
import type { PlannedAction, PlannedChange } from "./plan";
import type { PlannedObject } from "./planned-objects";

/** What resources of the provider `hikube` do to the objects that they stand for. */
export interface HikubeChanges {
  readonly changes: readonly PlannedChange[];
  readonly objects: readonly PlannedObject[];
  /** Addresses of the resources whose objects are told, and of those that leave objects to them; of the others nothing is. */
  readonly told: ReadonlySet<string>;
  /** Addresses of the resources that take objects over. */
  readonly takenOver: ReadonlySet<string>;
}

/**
 * Reads `hikube_tenant` and `hikube_platform` as what they consist of: the model says it of their attributes. A tenant whose
 * ancestors are not in the plan is not read, nor one that is taken over from what nobody knows.
 *
 * @param resources - `resource_changes` of what `terraform show -json` prints
 * @param facts - of the cluster, the same for both sides
 * @param left - objects that resources of the other engine leave to these
 */
export function hikubeChanges(
  resources: readonly unknown[],
  facts: ClusterFacts,
  left: LeftObjects = new Map(),
): HikubeChanges {
  const read = hikubeResources(resources, facts, left);
  return {
    changes: read.flatMap(changesOf),
    objects: read.flatMap((resource) => plannedObjects(resource, facts)),
    told: new Set(read.flatMap((each) => [each.address, ...[...each.left.values()].map(({ address }) => address)])),
    takenOver: new Set(read.flatMap(({ address, left: taken }) => (taken.size > 0 ? [address] : []))),
  };
}

function changesOf(resource: HikubeResource): readonly PlannedChange[] {
  const { address, actions, before, after } = resource;
  if (actions.every((action) => action === "no-op" || action === "read")) return [];
  if (actions.includes("forget")) return [{ address, actions: ["forget"], ...sidesOf(resource, firstKey(before)) }];
  const changes = keysOf(resource).flatMap((key): readonly PlannedChange[] => {
    const action = actionOn(resource, key);
    const isTaken = resource.left.has(key);
    if (action === undefined && !isTaken) return [];
    if (action === "change" && isRecord(resource, key)) return [];
    const removes = action === "remove" || action === "replace" ? removedTenant(before.get(key)) : undefined;
    const adopts = action === "add" && objectIn(resource.next).adopt === true ? { adopts: true as const } : {};
    const { told: drift = "" } = toldOf(resource, key);
    const told = {
      ...{ ...sidesOf(resource, key), ...adopts, ...(removes === undefined ? {} : { removes }) },
      ...(drift === "" || action !== "change" ? {} : { drift }),
    };
    const actionsOn = [...(isTaken ? (["take-over"] as const) : []), ...(action === undefined ? [] : [action])];
    return [{ address, actions: actionsOn, ...told }];
  });
  // It changes, and no object of it does: the first one says whose it is.
  const record = { address, actions: ["change"] as const, isRecord: true as const };
  return changes.length > 0 ? changes : [{ ...record, ...sidesOf(resource, firstKey(after)) }];
}

function firstKey(objects: ObjectsByKey): string {
  return [...objects.keys()][0] ?? "";
}

function keysOf({ before, after }: HikubeResource): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])];
}

function actionOn(resource: HikubeResource, key: string): PlannedAction | undefined {
  const { actions, before, after } = resource;
  if (!after.has(key)) return "remove";
  if (!before.has(key)) return "add";
  if (actions.includes("create") && actions.includes("delete")) return "replace";
  return isWritten(resource, key) ? "change" : undefined;
}

/** Whether an object is other than it was, or somebody changed it since. */
function isWritten({ before, after, former, next, unknown, left }: HikubeResource, key: string): boolean {
  if (!sameJson(before.get(key), after.get(key))) return true;
  // What leaves it was read by its own provider.
  if (objectIn(unknown).objects === true || left.has(key)) return false;
  const [old, now] = [former, next].map((values) => objectIn(objectIn(values).objects)[key]);
  return old !== now;
}

/** Whether more of it is written than what the provider records there, which is told by what it follows from. */
function isTold(resource: HikubeResource, key: string): boolean {
  if (!isWritten(resource, key)) return false;
  const { before, after, former, next } = resource;
  const holdsRecords = ["Namespace", "ResourceQuota"].includes(after.get(key)?.kind ?? "");
  const digests = [former, next].map((values) => textIfAny(objectIn(objectIn(values).objects)[key]) ?? "");
  if (!holdsRecords || !digests.every(isDigest)) return true;
  return (
    sameJson(specOf(former), specOf(next)) &&
    keysOf(resource).every((each) => sameJson(before.get(each), after.get(each)))
  );
}

/** Whether nothing of an object is written but what the provider records there. */
function isRecord(resource: HikubeResource, key: string): boolean {
  return sameJson(resource.before.get(key), resource.after.get(key)) && !isTold(resource, key);
}

function specOf(values: unknown): Readonly<Record<string, unknown>> {
  return { ...objectIn(values), objects: undefined };
}

function sidesOf({ type, before, after }: HikubeResource, key: string): Pick<PlannedChange, "before" | "after"> {
  const [old, now] = [before.get(key), after.get(key)];
  return {
    ...(old === undefined ? {} : { before: managedOf(type, old) }),
    ...(now === undefined ? {} : { after: managedOf(type, now) }),
  };
}

export function managedOf(type: string, object: KubeObject): ManagedObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace, labels = {} } = metadata;
  const { [LABELS.tenant]: tenant } = labels;
  const hard = textMembersIn(objectIn(object.spec).hard);
  const place = { ...(namespace === undefined ? {} : { namespace }), ...(tenant === undefined ? {} : { tenant }) };
  return { type, apiVersion, kind, name, hard, ...place };
}

const SUBTREE = "tenant.hikube.cloud/";

function removedTenant(object: KubeObject | undefined): PlannedChange["removes"] {
  const { name: namespace = "", labels = {}, annotations = {} } = object?.metadata ?? {};
  if (object?.kind !== "Namespace" || labels[LABELS.tenant] !== namespace) return undefined;
  const depth = Object.keys(labels).filter((key) => key.startsWith(SUBTREE) && key !== SUBTREE + namespace).length;
  return { namespace, depth, isProtected: annotations[ANNOTATIONS.protected] === "true" };
}

function plannedObjects(resource: HikubeResource, facts: ClusterFacts): readonly PlannedObject[] {
  const { address, actions, before, after, next } = resource;
  const isRecreated = actions.includes("create") && actions.includes("delete");
  const isNew = actions.includes("create") && before.size === 0 ? { isNew: true as const } : {};
  const isAssumed = facts === STAND_IN_FACTS ? { isAssumed: true as const } : {};
  return keysOf(resource).map((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    return {
      ...{
        address,
        isRecreated,
        ...isNew,
        ...isAssumed,
        isChanged: actions.includes("update") && isTold(resource, key),
      },
      ...(now?.kind === "Namespace" && old === undefined && objectIn(next).adopt === true ? { adopts: true } : {}),
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
      ...toldOf(resource, key),
    };
  });
}

/** The provider tells of an object that it is as declared, by a digest, or what is other. */
function toldOf({ former, left }: HikubeResource, key: string): Pick<PlannedObject, "told"> {
  if (left.has(key)) return { told: "" };
  const told = textIfAny(objectIn(objectIn(former).objects)[key]);
  return told === undefined || isDigest(told) ? {} : { told };
}
