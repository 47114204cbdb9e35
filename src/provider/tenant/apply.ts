import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { LABELS } from "../../model/tenant/spec/labels";
import type { PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE, TENANT_KINDS, type LiveObjects } from "../objects/live";
import { writeOver } from "../objects/guarded";
import { heldElsewhere, isHeldElsewhere, markOf, tenantAt } from "../objects/held";
import { asMarked, heldMark, markOn, type Mark } from "../objects/mark";
import { removeOthers, writeAll, type Change, type Writer } from "../objects/write";
import { assertOwn } from "./disputed";
import { declaredOn, type Share } from "./ledger";
import { adopted, begun, finished, rewritten, takenOver } from "./maker";
import { asItEnds } from "./past-end";
import { allWrites, isCapacityQuota, withShare, type TenantWrites } from "./record";
import { openedQuotas, writeQuotas } from "./quotas";
import { Room } from "./room";
import { unlessGone } from "./settle";

/** How a tenant is changed. */
export interface TenantChange extends Change {
  /** Whether its namespace is not there yet, and so nothing in it. @default false */
  readonly isNew?: boolean;
  /** What an apply left of it that was cut short, or goes on elsewhere. @default - nothing */
  readonly rest?: KubeObject | undefined;
  /** Whether its namespace is somebody's that is taken over. @default false */
  readonly adopts?: boolean;
  /** The mark of a finished tenant that is taken over. @default - none is */
  readonly takes?: Mark | undefined;
  /** What the state keeps of who holds it. @default - nothing */
  readonly kept?: PrivateState;
  /** Is told each mark of a tenant that is made: from the first one on there is something of it. */
  readonly onBegun?: (mark: Mark) => void;
}

/** A tenant that is being written. */
interface Work {
  readonly client: HikubeClient;
  readonly writer: Writer;
  readonly tenant: Tenant;
  readonly change: TenantChange;
  readonly writes: TenantWrites;
  /** The parent that its share is taken of until now. @default - none */
  readonly above: string | undefined;
  /** What it takes of its parent. @default - it has none */
  readonly room: Room | undefined;
  /** When its quotas are written: before its share is recorded, after that was confirmed, or with all else of a tenant that has none yet. */
  readonly quotasAt: "before" | "after" | "with";
  readonly quotas: readonly KubeObject[];
}

/**
 * Makes or changes a tenant. Room is made in its parent first, recorded and confirmed before a quota grows, and given back last, so
 * that at no moment more is granted than was declared; nobody gets access before the tenant is isolated.
 *
 * @returns the mark of who holds it
 */
export async function applyTenant(client: HikubeClient, tenant: Tenant, change: TenantChange): Promise<Mark> {
  const work = await prepared(client, tenant, change);
  const { writer, writes, room, above } = work;
  const mark = await (room === undefined ? recorded(work) : room.during(() => recorded(work)));
  await granted(work, mark);
  await filled(work, mark);
  await room?.close();
  // The parent that it was taken from gets its share back.
  const isMoved = above !== undefined && above !== tenant.parent?.namespace;
  if (isMoved) await client.settlements.settle(writer.cluster, above).catch(unlessGone);
  if (change.takes !== undefined) return takenOver(writer, writes.namespace, mark);
  if (mark.isMade === true) await goesOn(work, mark);
  // What its manager applies no more is taken away.
  else await finished(writer, writes.namespace, mark);
  return mark;
}

/** Makes room for it. */
async function prepared(client: HikubeClient, tenant: Tenant, change: TenantChange): Promise<Work> {
  const { signal, isNew = false } = change;
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  // It may have been suspended since it was planned.
  const ended = await asItEnds(tenant, () => writer.cluster.get({ ...NAMESPACE, name: tenant.namespace }));
  const { writes } = client.tenants.objects.of(ended);
  const declared = writes.isolation.filter(isCapacityQuota);
  const parent = tenant.parent?.namespace;
  const above = await parentNow(writer.live, tenant);
  const [first] = declared;
  const found = isNew || first === undefined ? undefined : await writer.cluster.get(refOf(first));
  const quotas = found === undefined ? await openedQuotas(writer.live, declared, tenant) : declared;
  const isStaying = found !== undefined && above === parent;
  const draw = { client, cluster: writer.cluster, tenant, granted: isStaying ? declaredOn(found)?.capacity : {} };
  const room = parent === undefined ? undefined : await Room.made({ ...draw, parent });
  // One that goes to another parent is as it will be there before it counts there.
  const isLater = isStaying && room?.grows === true;
  const quotasAt = found === undefined ? "with" : isLater ? "after" : "before";
  return { client, writer, tenant, change, writes, above, room, quotasAt, quotas };
}

/** Writes its namespace, with the record of its share. @returns the mark of who makes it, or holds it */
async function recorded({ writer, tenant, change, writes, room, quotasAt, quotas }: Work): Promise<Mark> {
  const { isNew = false, rest, adopts = false, takes, kept, signal, onBegun } = change;
  const namespace = room?.grows === true ? withShare(writes.namespace, room.share) : writes.namespace;
  const making = { namespace, rest, signal, onBegun };
  if (quotasAt === "before") await writeQuotas(writer, quotas, tenant);
  if (adopts) return adopted(writer, making);
  if (takes !== undefined) {
    await rewritten(writer, namespace, takes);
    return takes;
  }
  if (!isNew && rest === undefined) return changed(writer, namespace, kept);
  return begun(writer, making);
}

/** Lets it have what its share grew by, once that is confirmed. */
async function granted(work: Work, mark: Mark): Promise<void> {
  const { writer, tenant, room, quotasAt, quotas } = work;
  const { namespace } = work.writes;
  const setBack = (cluster: Cluster, share: Share) =>
    quotasAt === "before" ? undefined : rewritten({ ...writer, cluster }, withShare(namespace, share), mark);
  if (room?.grows === true) await room.confirm(setBack);
  if (quotasAt === "after") await writeQuotas(writer, quotas, tenant);
  await goesOn(work, mark);
  if (room?.grows === true && room.shrinks) await rewritten(writer, namespace, mark);
}

/** Writes all else of it, and removes what it consists of no longer. */
async function filled(work: Work, mark: Mark): Promise<void> {
  const { writer, tenant, change, quotasAt, quotas } = work;
  const { isolation, bindings } = work.writes;
  const walls = isolation.filter((object) => !isCapacityQuota(object));
  await writeAll(writer, quotasAt === "with" ? [...walls, ...quotas] : walls);
  await goesOn(work, mark);
  await writeAll(writer, bindings);
  const replaced = { before: change.before, now: allWrites(work.writes), home: tenant.namespace, kinds: TENANT_KINDS };
  await removeOthers(writer, { ...replaced, goesOn: () => goesOn(work, mark) });
}

/** Whether another apply did not take it meanwhile. @throws DiagnosticError where one did */
async function goesOn({ writer, writes }: Work, mark: Mark): Promise<void> {
  await assertOwn(writer.cluster, writes.namespace, mark);
}

/**
 * Of one whose apply was cut short the mark of whoever made it is left, until this one ends.
 *
 * @throws DiagnosticError where somebody else took it since it was asked for
 */
async function changed(writer: Writer, namespace: KubeObject, kept: PrivateState = {}): Promise<Mark> {
  const found = await writer.cluster.get(refOf(namespace));
  const text = found && markOn(found);
  const mark = text === undefined ? heldMark(markOf(kept)) : { text };
  const lost = () => heldElsewhere(tenantAt(namespace.metadata.name));
  await writeOver(writer, { object: asMarked(namespace, mark), isOurs: (now) => !isHeldElsewhere(now, kept), lost });
  return mark;
}

/** Whose share a tenant takes before it is written. */
async function parentNow(live: LiveObjects, tenant: Tenant): Promise<string | undefined> {
  const found = await live.get(NAMESPACE, tenant.namespace);
  return found?.metadata.labels?.[LABELS.parent];
}
