import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { objectIn, textMapIn } from "../../model/json";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { NAMESPACE, TENANT_KINDS, type LiveObjects } from "../objects/live";
import { objectKey } from "../objects/object-key";
import { toldOf, type Digests, type Standing, type Stored } from "../objects/state";
import type { Appliers } from "./appliers";
import { pendingOn, settlement, sharesOf, type Share } from "./ledger";
import { asItEnds } from "./past-end";
import { allWrites, declaredOf, isCapacityQuota } from "./record";
import { childShares, kinIn } from "./unrecorded";
import { isUnsettled } from "./unsettled";

/** How the live objects of a tenant stand. */
export interface Standings {
  readonly objects: Digests;
  /** Tools that declare what is other, by the object's key. */
  readonly appliers: Appliers;
}

/**
 * @param before - the digests of the last write
 * @param asHeld - the namespace with the mark of who holds it
 */
export async function standings(
  client: HikubeClient,
  tenant: Tenant,
  before: Digests,
  asHeld: (namespace: KubeObject) => KubeObject = (namespace) => namespace,
): Promise<Standings> {
  const { digests } = client.tenants.objects.of(tenant);
  const ended = await asItEnds(tenant, () => client.live.get(NAMESPACE, tenant.namespace));
  const { writes } = client.tenants.objects.of(ended);
  const told = await Promise.all(
    allWrites({ ...writes, namespace: asHeld(writes.namespace) }).map(async (object) => {
      const key = objectKey(object, tenant.namespace);
      const stored = { before: before[key], digest: digests[key] ?? "" };
      return [key, await standingOf(object, stored, { client, tenant })] as const;
    }),
  );
  const keys = new Set(told.map(([key]) => key));
  // What is there and no longer wanted: the plan shows that it goes.
  const rest = Object.entries(before).filter(([key]) => !keys.has(key));
  const strays = (await straysOf(client.live, tenant.namespace)).filter((key) => !keys.has(key));
  const found = told.flatMap(([key, standing]) => (standing === undefined ? [] : [[key, standing] as const]));
  const top = objectKey(writes.namespace, tenant.namespace);
  const isOpen = await isUnsettled(client.live, tenant);
  return {
    objects: Object.fromEntries([
      ...found.map(([key, { text }]): [string, string] => [key, isOpen && key === top ? UNSETTLED : text]),
      ...strays.map((key): [string, string] => [key, "not declared"]),
      ...rest,
    ]),
    appliers: Object.fromEntries(
      found.flatMap(([key, { appliers = [] }]) => (appliers.length === 0 ? [] : [[key, appliers] as const])),
    ),
  };
}

/** What an apply left that was killed before its parent had its share: the next apply goes on. */
const UNSETTLED = "its share is not settled with its parent";

interface Around {
  readonly client: HikubeClient;
  readonly tenant: Tenant;
}

/** Nothing of an object that was never there: an apply that was killed made it not yet. */
async function standingOf(
  object: KubeObject,
  stored: Stored,
  { client, tenant }: Around,
): Promise<Standing | undefined> {
  const { name, namespace } = object.metadata;
  const found = await client.live.get(object, name, namespace);
  if (stored.before === undefined && found === undefined) return undefined;
  const wanted = isCapacityQuota(object) ? await afterShares(object, tenant, client.live) : object;
  return toldOf(stored, { wanted, found }, client.cluster());
}

/** The quota as it should be at this moment: without what children take. */
async function afterShares(quota: KubeObject, tenant: Tenant, live: LiveObjects): Promise<KubeObject> {
  const { name, namespace } = quota.metadata;
  const found = await live.get(quota, name, namespace);
  const taken = await takenShares(tenant.namespace, live);
  const pending = found === undefined ? {} : pendingOn(found);
  const { hard } = settlement(declaredOf(tenant), sharesOf(taken, pending, Date.now()));
  const all: StringMap = { ...textMapIn(objectIn(quota.spec).hard), ...hard };
  return { ...quota, spec: { hard: all } };
}

/** What the children of a tenant take of it. */
export async function takenShares(parent: string, live: LiveObjects): Promise<ReadonlyMap<string, Share>> {
  return childShares(await live.labelled(NAMESPACE, LABELS.parent, parent), kinIn(live));
}

/** Objects that carry the tenant's own label, by key: an apply that was killed may have left some. */
export async function straysOf(live: LiveObjects, home: string): Promise<readonly string[]> {
  const kinds = TENANT_KINDS.filter(({ kind }) => kind !== NAMESPACE.kind);
  const found = await Promise.all(kinds.map((kind) => live.labelled(kind, LABELS.tenant, home)));
  return found.flat().map((object) => objectKey(object, home));
}
