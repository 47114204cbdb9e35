import type { Cluster } from "../../kube/cluster";
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
import { assertOwn } from "./disputed";
import { declaredOn, settlement, sharesOf, type Share } from "./ledger";
import { adopted, begun, finished, type Mark } from "./maker";
import { asItEnds } from "./past-end";
import { allWrites, asUnfinished, declaredOf, isCapacityQuota, markOn, withShare } from "./record";
import { Room } from "./room";
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
 * Makes or changes a tenant. Room is made in its parent first, recorded and confirmed before a quota grows, and given back last, so
 * that at no moment more is granted than was declared; nobody gets access before the tenant is isolated.
 */
export async function applyTenant(client: HikubeClient, tenant: Tenant, change: TenantChange): Promise<void> {
  const { before, signal, isNew = false, rest, adopts = false } = change;
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  // It may have been suspended since it was planned.
  const ended = await asItEnds(tenant, () => writer.cluster.get({ ...NAMESPACE, name: tenant.namespace }));
  const { namespace, isolation, bindings } = client.tenants.objects.of(ended).writes;
  const parent = tenant.parent?.namespace;
  const above = await parentNow(writer.live, tenant);
  const quota = isolation.filter(isCapacityQuota);
  const found = isNew || quota[0] === undefined ? undefined : await writer.cluster.get(refOf(quota[0]));
  const opened = found === undefined ? await openedQuotas(writer.live, quota, tenant) : [];
  const isStaying = found !== undefined && above === parent;
  const granted = isStaying ? declaredOn(found)?.capacity : {};
  const draw = { client, cluster: writer.cluster, tenant, granted };
  const room = parent === undefined ? undefined : await Room.made({ ...draw, parent });
  const growing = room?.grows === true ? room : undefined;
  // One that goes to another parent is as it will be there before it counts there.
  const isFirst = found !== undefined && !(isStaying && growing !== undefined);
  const isTaken = !adopts && (isNew || rest !== undefined);
  const recorded = growing === undefined ? namespace : withShare(namespace, growing.share);
  const record = async () => {
    if (isFirst) await writeQuotas(writer, quota, tenant);
    if (adopts) await adopted(writer, { namespace: recorded, rest, signal });
    return isTaken ? begun(writer, { namespace: recorded, rest, signal }) : changed(writer, recorded);
  };
  const mark = await (room === undefined ? record() : room.during(record));
  if (isTaken && mark !== undefined) change.onBegun?.(mark);
  const goesOn = async () => (mark === undefined ? undefined : assertOwn(writer.cluster, namespace, mark.text));
  const setBack = (cluster: Cluster, share: Share) =>
    isFirst ? undefined : write({ ...writer, cluster }, marked(withShare(namespace, share), mark));
  await growing?.confirm(setBack);
  if (found !== undefined && !isFirst) await writeQuotas(writer, quota, tenant);
  await goesOn();
  if (growing?.shrinks === true) await write(writer, marked(namespace, mark));
  await writeAll(writer, [...isolation.filter((object) => !quota.includes(object)), ...opened]);
  await goesOn();
  await writeAll(writer, bindings);
  await goesOn();
  const now = allWrites({ namespace, isolation, bindings });
  await removeOthers(writer, { before, now, home: tenant.namespace, kinds: TENANT_KINDS });
  await room?.close();
  // The parent that it was taken from gets its share back.
  if (above !== undefined && above !== parent) await client.settlements.settle(writer.cluster, above).catch(unlessGone);
  // What its manager applies no more is taken away.
  if (mark !== undefined) await finished(writer, namespace, mark);
}

/** Of one that is held already the mark of whoever made it is left, if any. */
async function changed(writer: Writer, namespace: KubeObject): Promise<Mark | undefined> {
  const found = await writer.live.get(NAMESPACE, namespace.metadata.name);
  const text = found && markOn(found);
  const mark = text === undefined ? undefined : { text };
  await write(writer, marked(namespace, mark));
  return mark;
}

function marked(namespace: KubeObject, mark: Mark | undefined): KubeObject {
  return mark === undefined ? namespace : asUnfinished(namespace, mark.text);
}

/** Whose share a tenant takes before it is written. */
async function parentNow(live: LiveObjects, tenant: Tenant): Promise<string | undefined> {
  const found = await live.get(NAMESPACE, tenant.namespace);
  return found?.metadata.labels?.[LABELS.parent];
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
    throw overdraft({ parent: tenant.namespace }, { declared, shares, isReserve: false, open: {} }, overdrawn);
  }
  return quotas.map((quota) => ({ ...quota, spec: { hard: { ...textMapIn(objectIn(quota.spec).hard), ...hard } } }));
}

async function writeQuotas({ cluster, live }: Writer, quotas: readonly KubeObject[], tenant: Tenant): Promise<void> {
  for (const wanted of quotas) {
    const written = await explainedWrite(wanted, () => declare(cluster, wanted, declaredOf(tenant)));
    live.put(await withoutSurplus({ cluster }, wanted, written));
  }
}
