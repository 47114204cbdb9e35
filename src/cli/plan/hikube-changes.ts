import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { listIn, objectIn, sameJson, textIfAny, textMembersIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { objectKey } from "../../provider/objects/object-key";
import type { ManagedObject } from "../project/managed-object";
import { HIKUBE_PLATFORM, HIKUBE_TENANT, objectsOfPlatform, objectsOfTenants, tenantValues } from "./hikube-values";
import type { PlannedAction, PlannedChange } from "./plan";
import type { PlannedObject } from "./planned-objects";

/** What resources of the provider `hikube` do to the objects that they stand for. */
export interface HikubeChanges {
  readonly changes: readonly PlannedChange[];
  readonly objects: readonly PlannedObject[];
  /** Addresses of the resources whose objects are told; of the others nothing is. */
  readonly told: ReadonlySet<string>;
}

/** A resource of a plan, with the objects that its attributes mean on both sides. */
interface Resource {
  readonly address: string;
  readonly type: string;
  /** The namespace that keys of its objects leave out. */
  readonly home: string;
  readonly actions: readonly unknown[];
  readonly former: unknown;
  readonly next: unknown;
  readonly unknown: unknown;
  readonly before: ObjectsByKey;
  readonly after: ObjectsByKey;
}

type ObjectsByKey = ReadonlyMap<string, KubeObject>;
type Side = "before" | "after";

/**
 * Reads `hikube_tenant` and `hikube_platform` as what they consist of: the model says it of their attributes. A tenant whose
 * ancestors are not in the plan, or which is only being taken over, is not read.
 *
 * @param resources - `resource_changes` of what `terraform show -json` prints
 * @param facts - of the cluster, the same for both sides
 */
export function hikubeChanges(resources: readonly unknown[], facts: ClusterFacts): HikubeChanges {
  const own = resources
    .map(objectIn)
    .filter(({ mode, type }) => mode === "managed" && [HIKUBE_TENANT, HIKUBE_PLATFORM].includes(String(type)));
  const sides = { before: tenantsOn("before", own, facts), after: tenantsOn("after", own, facts) };
  const read = own.flatMap((resource) => resourceOf(resource, sides, facts) ?? []);
  return {
    changes: read.flatMap(changesOf),
    objects: read.flatMap(plannedObjects),
    told: new Set(read.map(({ address }) => address)),
  };
}

function tenantsOn(side: Side, resources: readonly Readonly<Record<string, unknown>>[], facts: ClusterFacts) {
  const tenants = resources.flatMap(({ type, change }) => {
    const { [side]: values, after_unknown: unknown } = objectIn(change);
    const found = type === HIKUBE_TENANT ? tenantValues(values, side === "after" ? unknown : undefined) : undefined;
    return found === undefined || typeof found.spec.name !== "string" ? [] : [found];
  });
  return objectsOfTenants(tenants, facts);
}

type Tenants = ReadonlyMap<string, readonly KubeObject[]>;

/** @returns nothing where one of its sides is there and cannot be read */
function resourceOf(
  { address, type, change }: Readonly<Record<string, unknown>>,
  tenants: Readonly<Record<Side, Tenants>>,
  facts: ClusterFacts,
): Resource | undefined {
  const { actions, before: former, after, after_unknown: unknown } = objectIn(change);
  const given = listIn(actions);
  // What leaves the state alone stays in the cluster.
  const next = given.includes("forget") ? former : after;
  const home = type === HIKUBE_TENANT ? textIfAny(objectIn(next ?? former).namespace) : PLATFORM_NAMESPACE;
  const objectsOn = (side: Side, values: unknown): readonly KubeObject[] | undefined => {
    if (values === undefined || values === null) return [];
    if (type === HIKUBE_PLATFORM) return objectsOfPlatform(values, facts);
    return tenants[given.includes("forget") ? "before" : side].get(textIfAny(objectIn(values).namespace) ?? "");
  };
  const [old, now] = [objectsOn("before", former), objectsOn("after", next)];
  if (home === undefined || old === undefined || now === undefined) return undefined;
  const byKey = (objects: readonly KubeObject[]) => new Map(objects.map((object) => [objectKey(object, home), object]));
  const texts = { address: textIfAny(address) ?? "", type: String(type), home };
  return { ...texts, actions: given, former, next, unknown, before: byKey(old), after: byKey(now) };
}

function changesOf(resource: Resource): readonly PlannedChange[] {
  const { address, actions, before, after } = resource;
  if (actions.every((action) => action === "no-op" || action === "read")) return [];
  if (actions.includes("forget")) return [{ address, actions: ["forget"], ...sidesOf(resource, firstKey(before)) }];
  const changes = keysOf(resource).flatMap((key): readonly PlannedChange[] => {
    const action = actionOn(resource, key);
    if (action === undefined) return [];
    const removes = action === "remove" || action === "replace" ? removedTenant(before.get(key)) : undefined;
    const adopts = action === "add" && objectIn(resource.next).adopt === true ? { adopts: true as const } : {};
    const told = { ...sidesOf(resource, key), ...adopts, ...(removes === undefined ? {} : { removes }) };
    return [{ address, actions: [action], ...told }];
  });
  // It changes, and no object of it does: what is told stands for the whole.
  return changes.length > 0 ? changes : [{ address, actions: ["change"], ...sidesOf(resource, firstKey(after)) }];
}

function firstKey(objects: ObjectsByKey): string {
  return [...objects.keys()][0] ?? "";
}

function keysOf({ before, after }: Resource): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])];
}

function actionOn(resource: Resource, key: string): PlannedAction | undefined {
  const { actions, before, after } = resource;
  if (!after.has(key)) return "remove";
  if (!before.has(key)) return "add";
  if (actions.includes("create") && actions.includes("delete")) return "replace";
  return isWritten(resource, key) ? "change" : undefined;
}

/** Whether an object is other than it was, or somebody changed it since. */
function isWritten({ before, after, former, next, unknown }: Resource, key: string): boolean {
  if (!sameJson(before.get(key), after.get(key))) return true;
  if (objectIn(unknown).objects === true) return false;
  const [old, now] = [former, next].map((values) => objectIn(objectIn(values).objects)[key]);
  return old !== now;
}

const DIGEST = /^[0-9a-f]{12}$/;

/** Whether more of it is written than what the provider records there, which is told by what it follows from. */
function isTold(resource: Resource, key: string): boolean {
  if (!isWritten(resource, key)) return false;
  const { before, after, former, next } = resource;
  const holdsRecords = ["Namespace", "ResourceQuota"].includes(after.get(key)?.kind ?? "");
  const digests = [former, next].map((values) => textIfAny(objectIn(objectIn(values).objects)[key]) ?? "");
  if (!holdsRecords || !digests.every((digest) => DIGEST.test(digest))) return true;
  return (
    sameJson(specOf(former), specOf(next)) &&
    keysOf(resource).every((each) => sameJson(before.get(each), after.get(each)))
  );
}

function specOf(values: unknown): Readonly<Record<string, unknown>> {
  return { ...objectIn(values), objects: undefined };
}

function sidesOf({ type, before, after }: Resource, key: string): Pick<PlannedChange, "before" | "after"> {
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

function plannedObjects(resource: Resource): readonly PlannedObject[] {
  const { address, actions, before, after, next } = resource;
  const isRecreated = actions.includes("create") && actions.includes("delete");
  return keysOf(resource).map((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    return {
      ...{ address, isRecreated, isChanged: actions.includes("update") && isTold(resource, key) },
      ...(now?.kind === "Namespace" && old === undefined && objectIn(next).adopt === true ? { adopts: true } : {}),
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    };
  });
}
