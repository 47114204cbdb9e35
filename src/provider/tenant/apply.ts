import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { TENANT_KINDS } from "../objects/live";
import { objectKey, refOfKey } from "../objects/object-key";
import type { Digests } from "../objects/state";
import { explainedWrite, write, writeAll, type Writer } from "../objects/write";
import { allWrites, declaredOf, isCapacityQuota, shareOf, writesOf } from "./record";
import { declare, settle } from "./settle";

const VERSIONS: ReadonlyMap<string, string> = new Map(TENANT_KINDS.map(({ kind, apiVersion }) => [kind, apiVersion]));

/**
 * Makes or changes a tenant. Room is made in its parent first and given back last, so that at no moment more is granted
 * than was declared; nobody gets access before the tenant is isolated.
 *
 * @param before - what the tenant consisted of: what it does no longer is removed
 */
export async function applyTenant(client: HikubeClient, tenant: Tenant, before: Digests): Promise<void> {
  const writer: Writer = { cluster: client.cluster(), live: client.live };
  const { namespace, isolation, bindings } = writesOf(tenant);
  const parent = tenant.parent?.namespace;
  if (parent !== undefined) await settle(writer.cluster, parent, { child: tenant.namespace, share: shareOf(tenant) });
  const quota = isolation.filter(isCapacityQuota);
  // The record of a share tells its parent what this tenant may take: it shrinks after the quota, and nothing grows before it.
  const isThere = quota.length > 0 && (await allThere(writer, quota));
  if (isThere) await writeQuotas(writer, quota, tenant);
  await write(writer, namespace);
  await writeAll(
    writer,
    isolation.filter((object) => !quota.includes(object)),
  );
  if (!isThere) await writeAll(writer, quota);
  await writeAll(writer, bindings);
  await removeRest(writer, tenant.namespace, { before, now: allWrites({ namespace, isolation, bindings }) });
  if (parent !== undefined) await settle(writer.cluster, parent);
}

async function allThere({ cluster }: Writer, objects: readonly KubeObject[]): Promise<boolean> {
  const found = await Promise.all(objects.map((object) => cluster.get(refOf(object))));
  return found.every((object) => object !== undefined);
}

async function writeQuotas({ cluster, live }: Writer, quotas: readonly KubeObject[], tenant: Tenant): Promise<void> {
  for (const wanted of quotas) {
    await live.put(await explainedWrite(wanted, () => declare(cluster, wanted, declaredOf(tenant))));
  }
}

interface Change {
  readonly before: Digests;
  readonly now: readonly KubeObject[];
}

/** Ways and bindings that the spec no longer wants. */
async function removeRest({ cluster }: Writer, home: string, { before, now }: Change): Promise<void> {
  const kept = new Set(now.map((object) => objectKey(object, home)));
  const gone = Object.keys(before).filter((key) => !kept.has(key));
  for (const ref of gone.map((key) => refOfKey(key, home, VERSIONS))) {
    if (ref !== undefined && ref.kind !== "Namespace") await cluster.delete(ref);
  }
}
