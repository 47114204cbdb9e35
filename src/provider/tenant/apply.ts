import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import type { HikubeClient } from "../client";
import { TENANT_KINDS } from "../objects/live";
import { explainedWrite, removeOthers, write, writeAll, type Change, type Writer } from "../objects/write";
import { allWrites, declaredOf, isCapacityQuota, shareOf } from "./record";
import { declare } from "./settle";

/** How a tenant is changed. */
export interface TenantChange extends Change {
  /** Whether its namespace is not there yet, and so nothing in it. @default false */
  readonly isNew?: boolean;
}

/**
 * Makes or changes a tenant. Room is made in its parent first and given back last, so that at no moment more is granted
 * than was declared; nobody gets access before the tenant is isolated.
 */
export async function applyTenant(client: HikubeClient, tenant: Tenant, change: TenantChange): Promise<void> {
  const { before, signal, isNew = false } = change;
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live };
  const { namespace, isolation, bindings } = client.tenants.objects.of(tenant).writes;
  const parent = tenant.parent?.namespace;
  const claim = { child: tenant.namespace, share: shareOf(tenant) };
  if (parent !== undefined) await client.settlements.settle(writer.cluster, parent, claim);
  const quota = isolation.filter(isCapacityQuota);
  // The record of a share tells its parent what this tenant may take: it shrinks after the quota, and nothing grows before it.
  const isThere = !isNew && quota.length > 0 && (await allThere(writer, quota));
  if (isThere) await writeQuotas(writer, quota, tenant);
  await write(writer, namespace);
  await writeAll(
    writer,
    isolation.filter((object) => !isThere || !quota.includes(object)),
  );
  await writeAll(writer, bindings);
  const now = allWrites({ namespace, isolation, bindings });
  await removeOthers(writer, { before, now, home: tenant.namespace, kinds: TENANT_KINDS });
  if (parent !== undefined) await client.settlements.settle(writer.cluster, parent);
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
