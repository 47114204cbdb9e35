import type { KubeObject, StringMap } from "../model/kubernetes/kube-object";
import { LABELS, MANAGER } from "../model/tenant/spec/labels";

/** Stands for what Terraform only knows after an apply. */
export const UNKNOWN = "(known after apply)";

/** All objects of tenants and platform at one time. */
export interface ReviewState {
  readonly objects: readonly KubeObject[];
  /** Namespaces of tenants whose objects are elsewhere. @default - those of the objects are all */
  readonly tenants?: readonly string[];
}

/** An object that is in one state at least. */
export interface ObjectPair {
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

/** What belongs to one tenant, or to the platform. */
export interface TenantPair {
  /** Namespace of the tenant. @default - the platform */
  readonly tenant?: string;
  /** Its namespace. */
  readonly namespace: ObjectPair;
  readonly objects: readonly ObjectPair[];
}

/** The objects of two states side by side, tenant by tenant: the platform first, then by name. */
export function pairTenants(before: ReviewState, after: ReviewState): readonly TenantPair[] {
  const groups = new Map<string, ObjectPair[]>();
  const pairs = pairObjects(before, after);
  const known = new Set([
    ...pairs.flatMap((pair) => ownTenant(pair.after ?? pair.before) ?? []),
    ...(after.tenants ?? []),
  ]);
  for (const pair of pairs) {
    const tenant = homeOf(pair.after ?? pair.before, known) ?? "";
    const group = groups.get(tenant);
    if (group === undefined) groups.set(tenant, [pair]);
    else group.push(pair);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([tenant, objects]) => {
      const namespace = objects.find((pair) => isNamespaceOf(pair.after ?? pair.before, tenant)) ?? {};
      return { ...(tenant === "" ? {} : { tenant }), namespace, objects };
    });
}

/** The namespace of the tenant that an object belongs to; nothing for the platform's. */
export function tenantOf(object: KubeObject | undefined): string | undefined {
  return object?.metadata.labels?.[LABELS.tenant];
}

/** Whose an object is: what stands in the namespace of a tenant is that tenant's, whatever its labels say. */
function homeOf(object: KubeObject | undefined, tenants: ReadonlySet<string>): string | undefined {
  const { namespace = "" } = object?.metadata ?? {};
  if (tenants.has(namespace)) return namespace;
  return ownTenant(object);
}

function ownTenant(object: KubeObject | undefined): string | undefined {
  return object === undefined || isForeign(object) ? undefined : tenantOf(object);
}

/** Whether an object is none of ours: something that an app has beside its tenants. */
export function isForeign({ metadata }: KubeObject): boolean {
  return metadata.labels?.[LABELS.managedBy] !== MANAGER;
}

/** How an object is called: below its tenant by kind and name, elsewhere with its namespace, where it is none of ours. */
export function titleOf(object: KubeObject, tenant?: string): string {
  const { kind, metadata } = object;
  const { name, namespace = tenant } = metadata;
  return namespace === tenant || !isForeign(object) ? `${kind} ${name}` : `${kind} ${name} in ${namespace ?? ""}`;
}

/** Labels of both sides. */
export function labelsOf({ before, after }: ObjectPair): readonly [before: StringMap, after: StringMap] {
  return [before?.metadata.labels ?? {}, after?.metadata.labels ?? {}];
}

/** Annotations of both sides. */
export function annotationsOf({ before, after }: ObjectPair): readonly [before: StringMap, after: StringMap] {
  return [before?.metadata.annotations ?? {}, after?.metadata.annotations ?? {}];
}

function pairObjects(before: ReviewState, after: ReviewState): readonly ObjectPair[] {
  const [former, next] = [byKey(before), byKey(after)];
  return [...new Set([...former.keys(), ...next.keys()])].map((key) => {
    const [old, now] = [former.get(key), next.get(key)];
    return { ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
  });
}

function byKey({ objects }: ReviewState): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [keyOf(object), object]));
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata.namespace ?? "", metadata.name]);
}

function isNamespaceOf(object: KubeObject | undefined, tenant: string): boolean {
  return object?.kind === "Namespace" && object.metadata.name === tenant;
}
