import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { listIn, objectIn, textIfAny, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { objectKey } from "../../provider/objects/object-key";
import { leafMoves } from "../../review/leaves";
import { HIKUBE_PLATFORM, HIKUBE_TENANT, objectsOfPlatform, objectsOfTenants, tenantValues } from "./hikube-values";
import { leftKey, takesOver, type LeftObject, type LeftObjects } from "./left-objects";

/** A resource of a plan, with the objects that its attributes mean on both sides. */
export interface HikubeResource {
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
  /** Those of the objects that resources of the other engine leave to it. */
  readonly left: ReadonlyMap<string, LeftObject>;
}

export type ObjectsByKey = ReadonlyMap<string, KubeObject>;
type Side = "before" | "after";
type Tenants = ReadonlyMap<string, readonly KubeObject[]>;

interface Around {
  readonly sides: Readonly<Record<Side, Tenants>>;
  readonly facts: ClusterFacts;
  readonly left: LeftObjects;
}

/** Those resources of the provider `hikube` in a plan whose two sides can be read. */
export function hikubeResources(
  resources: readonly unknown[],
  facts: ClusterFacts,
  left: LeftObjects,
): readonly HikubeResource[] {
  const own = resources
    .map(objectIn)
    .filter(({ mode, type }) => mode === "managed" && [HIKUBE_TENANT, HIKUBE_PLATFORM].includes(String(type)));
  const sides = { before: tenantsOn("before", own, facts), after: tenantsOn("after", own, facts) };
  return own.flatMap((resource) => resourceOf(resource, { sides, facts, left }) ?? []);
}

function tenantsOn(side: Side, resources: readonly JsonRecord[], facts: ClusterFacts): Tenants {
  const tenants = resources.flatMap(({ type, change }) => {
    const { [side]: values, after_unknown: unknown } = objectIn(change);
    const found = type === HIKUBE_TENANT ? tenantValues(values, side === "after" ? unknown : undefined) : undefined;
    return found === undefined || typeof found.spec.name !== "string" ? [] : [found];
  });
  return objectsOfTenants(tenants, facts);
}

/** @returns nothing where one of its sides is there and cannot be read */
function resourceOf(resource: JsonRecord, { sides, facts, left }: Around): HikubeResource | undefined {
  const { address, type, change } = resource;
  const { actions, before: former, after, after_unknown: unknown } = objectIn(change);
  const given = listIn(actions);
  // What leaves the state alone stays in the cluster.
  const next = given.includes("forget") ? former : after;
  const home = type === HIKUBE_TENANT ? textIfAny(objectIn(next ?? former).namespace) : PLATFORM_NAMESPACE;
  const objectsOn = (side: Side, values: unknown): readonly KubeObject[] | undefined => {
    if (values === undefined || values === null) return [];
    if (type === HIKUBE_PLATFORM) return objectsOfPlatform(values, facts);
    return sides[given.includes("forget") ? "before" : side].get(textIfAny(objectIn(values).namespace) ?? "");
  };
  const now = objectsOn("after", next);
  const isNew = takesOver(resource) || (given.includes("create") && !given.includes("delete"));
  const taken = isNew ? (now ?? []).flatMap((object) => leftTo(object, left)) : [];
  const old = isNew ? taken.map(({ object }) => object) : objectsOn("before", former);
  if (home === undefined || old === undefined || now === undefined) return undefined;
  // What its namespace was is known from the state alone.
  if (takesOver(resource) && !old.some(({ kind }) => kind === "Namespace")) return undefined;
  const byKey = (objects: readonly KubeObject[]) => new Map(objects.map((object) => [objectKey(object, home), object]));
  return {
    ...{ address: textIfAny(address) ?? "", type: String(type), home, actions: given, former, next, unknown },
    ...{ before: byKey(old), after: byKey(now) },
    left: new Map(taken.map((each) => [objectKey(each.object, home), each])),
  };
}

/** The same content is the same object, in whatever order two providers tell it, and with whatever that is empty. */
function leftTo(object: KubeObject, left: LeftObjects): readonly LeftObject[] {
  const found = left.get(leftKey(object));
  return found === undefined ? [] : [leafMoves(found.object, object).length === 0 ? { ...found, object } : found];
}
