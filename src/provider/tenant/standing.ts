import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { objectIn, textMapIn } from "../../model/json";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { TENANT_KINDS, type LiveObjects } from "../objects/live";
import { digestOf, objectKey } from "../objects/object-key";
import { standingOf, type Digests } from "../objects/state";
import { openShares, pendingOn, settlement, shareOn, sharesOf, type Share } from "./ledger";
import { allWrites, declaredOf, isCapacityQuota, writesOf } from "./record";

/**
 * How the live objects of a tenant stand. An object that the tenant is about to change, because of its own spec or of its
 * parent's, keeps the digest that it was written with: the plan shows the change.
 *
 * @param before - the digests of the last write
 */
export async function standings(client: HikubeClient, tenant: Tenant, before: Digests): Promise<Digests> {
  const home = tenant.namespace;
  const wanted = allWrites(writesOf(tenant));
  const told = await Promise.all(
    wanted.map(async (object): Promise<[string, string]> => {
      const key = objectKey(object, home);
      const digest = digestOf(object);
      if (before[key] !== undefined && before[key] !== digest && isDigest(before[key])) return [key, before[key]];
      const { name, namespace } = object.metadata;
      const found = await client.live.get(object, name, namespace);
      if (before[key] === undefined && found === undefined) return [key, ""];
      const expected = isCapacityQuota(object) ? await afterShares(object, tenant, client.live) : object;
      const standing = await standingOf({ wanted: expected, found }, client.cluster());
      return [key, isDigest(standing) ? digest : standing];
    }),
  );
  const keys = new Set(told.map(([key]) => key));
  // What is there and no longer wanted: the plan shows that it goes.
  const rest = Object.entries(before).filter(([key]) => !keys.has(key));
  const strays = (await straysOf(client.live, home)).filter((key) => !keys.has(key) && before[key] === undefined);
  return Object.fromEntries([
    ...told.filter(([, standing]) => standing !== ""),
    ...rest,
    ...strays.map((key): [string, string] => [key, "not declared"]),
  ]);
}

function isDigest(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{12}$/.test(text);
}

/** The quota as it should be at this moment: without what children take. */
async function afterShares(quota: KubeObject, tenant: Tenant, live: LiveObjects): Promise<KubeObject> {
  const { name, namespace } = quota.metadata;
  const found = await live.get(quota, name, namespace);
  const recorded = await recordedShares(tenant.namespace, live);
  const pending = found === undefined ? {} : openShares(recorded, pendingOn(found), Date.now());
  const { hard } = settlement(declaredOf(tenant), sharesOf(recorded, pending, Date.now()));
  const all: StringMap = { ...textMapIn(objectIn(quota.spec).hard), ...hard };
  return { ...quota, spec: { hard: all } };
}

async function recordedShares(parent: string, live: LiveObjects): Promise<ReadonlyMap<string, Share>> {
  const namespaces = await live.all({ apiVersion: "v1", kind: "Namespace" });
  return new Map(
    namespaces
      .filter(({ metadata }) => metadata.labels?.[LABELS.parent] === parent)
      .flatMap((namespace): [string, Share][] => {
        const share = shareOn(namespace);
        return share === undefined ? [] : [[namespace.metadata.name, share]];
      }),
  );
}

/** Objects that carry the tenant's own label, by key: an apply that was killed may have left some. */
async function straysOf(live: LiveObjects, home: string): Promise<readonly string[]> {
  const found = await Promise.all(TENANT_KINDS.map((kind) => live.all(kind)));
  return found.flat().flatMap((object) => {
    const isOurs = object.metadata.labels?.[LABELS.tenant] === home && object.kind !== "Namespace";
    return isOurs ? [objectKey(object, home)] : [];
  });
}
