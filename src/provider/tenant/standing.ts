import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { objectIn, textMapIn } from "../../model/json";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { TENANT_KINDS, type LiveObjects } from "../objects/live";
import { digestOf, objectKey } from "../objects/object-key";
import { toldOf, type Digests } from "../objects/state";
import { openShares, pendingOn, settlement, shareOn, sharesOf, type Share } from "./ledger";
import { allWrites, declaredOf, isCapacityQuota, writesOf } from "./record";

/**
 * How the live objects of a tenant stand.
 * @param before - the digests of the last write
 */
export async function standings(client: HikubeClient, tenant: Tenant, before: Digests): Promise<Digests> {
  const home = tenant.namespace;
  const wanted = allWrites(writesOf(tenant));
  const told = await Promise.all(
    wanted.map(async (object): Promise<[string, string]> => {
      const key = objectKey(object, home);
      const { name, namespace } = object.metadata;
      const found = await client.live.get(object, name, namespace);
      if (before[key] === undefined && found === undefined) return [key, ""];
      const expected = isCapacityQuota(object) ? await afterShares(object, tenant, client.live) : object;
      const stored = { before: before[key], digest: digestOf(object) };
      return [key, await toldOf(stored, { wanted: expected, found }, client.cluster())];
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
