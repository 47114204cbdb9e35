import { refOf } from "../../kube/http-cluster";
import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { LABELS } from "../../model/tenant/spec/labels";
import type { HikubeClient } from "../client";
import { NAMESPACE, TENANT_KINDS, type LiveObjects } from "../objects/live";
import {
  explainedWrite,
  removeOthers,
  withoutSurplus,
  write,
  writeAll,
  type Change,
  type Writer,
} from "../objects/write";
import { settlement, sharesOf } from "./ledger";
import { adopted, begun, finished, type Mark } from "./maker";
import { asItEnds } from "./past-end";
import { allWrites, asUnfinished, declaredOf, isCapacityQuota, markOn, shareOf } from "./record";
import { declare, overdraft, unlessGone } from "./settle";
import { takenShares } from "./standing";

/** How a tenant is changed. */
export interface TenantChange extends Change {
  /** Whether its namespace is not there yet, and so nothing in it. @default false */
  readonly isNew?: boolean;
  /** What an apply left of it that was cut short, or goes on elsewhere. @default - nothing */
  readonly rest?: KubeObject | undefined;
  /** Whether its namespace is somebody's that is taken over. @default false */
  readonly adopts?: boolean;
  /** Is told the mark of a tenant that is made: from then on there is something of it. */
  readonly onBegun?: (mark: Mark) => void;
}

/**
 * Makes or changes a tenant. Room is made in its parent first and given back last, so that at no moment more is granted
 * than was declared; nobody gets access before the tenant is isolated.
 */
export async function applyTenant(client: HikubeClient, tenant: Tenant, change: TenantChange): Promise<void> {
  const { before, signal, isNew = false, rest, adopts = false } = change;
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  // It may have been suspended since it was planned.
  const ended = await asItEnds(tenant, () => writer.cluster.get({ ...NAMESPACE, name: tenant.namespace }));
  const { namespace, isolation, bindings } = client.tenants.objects.of(ended).writes;
  const parent = tenant.parent?.namespace;
  const left = await leftParent(writer.live, tenant);
  const claim = { child: tenant.namespace, share: shareOf(tenant) };
  const quota = isolation.filter(isCapacityQuota);
  const isThere = !isNew && quota.length > 0 && (await allThere(writer, quota));
  const opened = isThere ? [] : await openedQuotas(writer.live, quota, tenant);
  if (parent !== undefined) await client.settlements.settle(writer.cluster, parent, claim);
  // The record of a share tells its parent what this tenant may take: it shrinks after the quota, and nothing grows before it.
  if (isThere) await writeQuotas(writer, quota, tenant);
  if (adopts) await adopted(writer, { namespace, rest, signal });
  const isTaken = !adopts && (isNew || rest !== undefined);
  const mark = isTaken ? await begun(writer, { namespace, rest, signal }) : await changed(writer, namespace);
  if (isTaken && mark !== undefined) change.onBegun?.(mark);
  await writeAll(writer, [...isolation.filter((object) => !quota.includes(object)), ...opened]);
  await writeAll(writer, bindings);
  const now = allWrites({ namespace, isolation, bindings });
  await removeOthers(writer, { before, now, home: tenant.namespace, kinds: TENANT_KINDS });
  if (parent !== undefined) await client.settlements.settle(writer.cluster, parent);
  if (left !== undefined) await client.settlements.settle(writer.cluster, left).catch(unlessGone);
  // What its manager applies no more is taken away.
  if (mark !== undefined) await finished(writer, namespace, mark);
}

/** Of one that is held already the mark of whoever made it is left, if any. */
async function changed(writer: Writer, namespace: KubeObject): Promise<Mark | undefined> {
  const found = await writer.live.get(NAMESPACE, namespace.metadata.name);
  const text = found && markOn(found);
  await write(writer, text === undefined ? namespace : asUnfinished(namespace, text));
  return text === undefined ? undefined : { text };
}

/** The parent that a tenant is taken from: it gets its share back. */
async function leftParent(live: LiveObjects, tenant: Tenant): Promise<string | undefined> {
  const found = await live.get(NAMESPACE, tenant.namespace);
  const parent = found?.metadata.labels?.[LABELS.parent];
  return parent === tenant.parent?.namespace ? undefined : parent;
}

async function allThere({ cluster }: Writer, objects: readonly KubeObject[]): Promise<boolean> {
  const found = await Promise.all(objects.map((object) => cluster.get(refOf(object))));
  return found.every((object) => object !== undefined);
}

/**
 * The quota of a tenant that has none yet. Where one was before, sub-tenants may be left of that.
 *
 * @throws DiagnosticError where they take more than is declared
 */
async function openedQuotas(
  live: LiveObjects,
  quotas: readonly KubeObject[],
  tenant: Tenant,
): Promise<readonly KubeObject[]> {
  const shares = sharesOf(await takenShares(tenant.namespace, live), {}, Date.now());
  if (shares.size === 0) return quotas;
  const declared = declaredOf(tenant);
  const { hard, overdrawn } = settlement(declared, shares);
  if (overdrawn.length > 0) {
    throw overdraft({ parent: tenant.namespace }, { declared, shares, isReserve: false }, overdrawn);
  }
  return quotas.map((quota) => ({ ...quota, spec: { hard: { ...textMapIn(objectIn(quota.spec).hard), ...hard } } }));
}

async function writeQuotas({ cluster, live }: Writer, quotas: readonly KubeObject[], tenant: Tenant): Promise<void> {
  for (const wanted of quotas) {
    const written = await explainedWrite(wanted, () => declare(cluster, wanted, declaredOf(tenant)));
    live.put(await withoutSurplus({ cluster }, wanted, written));
  }
}
