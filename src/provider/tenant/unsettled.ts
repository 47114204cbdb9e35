import { RESERVE_QUOTA, TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { reserveOn } from "../../model/tenant/objects/reserve";
import type { Tenant } from "../../model/tenant/resolve/tenant";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Diagnostics } from "../../plugin";
import { NAMESPACE, type LiveObjects } from "../objects/live";
import { keptWords } from "./kept";
import { declaredOn, drawnFrom, isWithin, openShares, pendingOn, settlement, sharesOf, type Declared } from "./ledger";
import { quotaRef, shareOf } from "./record";
import { childShares, kinIn } from "./unrecorded";

/** What a parent hands out, and where it notes shares, as a run read them. */
interface Book {
  readonly declared: Declared;
  /** @default - nothing was noted yet */
  readonly object: KubeObject | undefined;
  readonly isReserve: boolean;
}

/** Nothing of a parent that hands out nothing, or is not there. */
async function bookIn(live: LiveObjects, parent: string): Promise<Book | undefined> {
  const object = await live.get(quotaRef(parent), TENANT_QUOTA, parent);
  const declared = object && declaredOn(object);
  if (declared !== undefined) return { declared, object, isReserve: false };
  const namespace = await live.get(NAMESPACE, parent);
  const reserve = namespace && reserveOn(namespace);
  if (reserve === undefined) return undefined;
  const noted = await live.get(quotaRef(parent), RESERVE_QUOTA, parent);
  return { declared: { capacity: reserve.amounts, reserved: {} }, object: noted, isReserve: true };
}

async function sharesBelow(live: LiveObjects, parent: string, isReserve: boolean) {
  const children = await live.labelled(NAMESPACE, LABELS.parent, parent);
  return isReserve ? drawnFrom(children) : childShares(children, kinIn(live));
}

/** Whether an apply that wrote a tenant's share was cut short before its parent had it noted as done, or runs. */
export async function isUnsettled(live: LiveObjects, { namespace, parent }: Tenant): Promise<boolean> {
  const book = parent && (await bookIn(live, parent.namespace));
  return book?.object !== undefined && pendingOn(book.object)[namespace] !== undefined;
}

/** Tells of what is kept for others that are made at this moment, where a tenant that is planned does not fit beside it. */
export async function warnOfRoom(live: LiveObjects, tenant: Tenant, diagnostics: Diagnostics): Promise<void> {
  const { namespace, parent } = tenant;
  const book = parent && (await bookIn(live, parent.namespace));
  if (parent === undefined || book?.object === undefined) return;
  const others = Object.entries(pendingOn(book.object)).filter(([child]) => child !== namespace);
  if (others.length === 0) return;
  const recorded = await sharesBelow(live, parent.namespace, book.isReserve);
  const open = openShares(recorded, Object.fromEntries(others), Date.now());
  const share = shareOf(tenant);
  const { overdrawn } = settlement(
    book.declared,
    sharesOf(new Map([...recorded, [namespace, share]]), open, Date.now()),
  );
  const before = recorded.get(namespace)?.capacity ?? {};
  const grown = overdrawn.filter((key) => !isWithin(share.capacity, { [key]: before[key] ?? "0" }));
  const words = keptWords(open, grown);
  if (words.length === 0) return;
  const what = `Until then an apply of ${namespace} is refused: it does not fit beside it.`;
  diagnostics.warning(`Room in ${parent.namespace} is kept for another tenant`, [...words, what].join("\n"), ["quota"]);
}

/** Tells of a tenant that is gone and whose parent still holds back what it took: nothing of this state gives it back. */
export async function warnOfHeldBack(
  live: LiveObjects,
  { namespace, parent }: { readonly namespace: string; readonly parent: string | undefined },
  diagnostics: Diagnostics,
): Promise<void> {
  const book = parent === undefined ? undefined : await bookIn(live, parent);
  if (parent === undefined || book?.object === undefined || book.isReserve) return;
  const { object, declared } = book;
  const shares = sharesOf(await sharesBelow(live, parent, false), pendingOn(object), Date.now());
  if (isWithin(settlement(declared, shares).hard, textMapIn(objectIn(object.spec).hard))) return;
  diagnostics.warning(
    `The tenant ${namespace} is gone, and ${parent} does not have its share back yet`,
    `Its removal was cut short, or somebody else deleted its namespace. The next plan of ${parent} shows that its quota changed, and the apply of that gives the share back; so does the apply of any other tenant below ${parent}.`,
  );
}
