import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { RESERVE_QUOTA } from "../../model/tenant/objects/base-isolation";
import { reserveOn } from "../../model/tenant/objects/reserve";
import { LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { DiagnosticError } from "../../plugin";
import { NAMESPACE } from "../objects/live";
import {
  declaredOn,
  drawnFrom,
  freshShares,
  openShares,
  pendingOn,
  sharesOf,
  type Declared,
  type PendingShares,
  type Share,
} from "./ledger";
import { memberOn, quotaRef } from "./record";
import { childShares, kinOn } from "./unrecorded";

export interface Claim {
  /** Namespace of the child. */
  readonly child: string;
  /** What it takes. @default - what is kept for it is kept for nobody */
  readonly share?: Share;
  /** What its own quota grants already. @default - what it records */
  readonly granted?: StringMap;
  /** Whether it records the share: it is confirmed that the room for it was kept, or is there still. @default false */
  readonly isRecorded?: boolean;
}

/** Of whom, and what of it is known already. */
export interface AccountOptions {
  readonly parent: string;
  /** Make room for shares before their children have them. */
  readonly claims?: readonly Claim[];
  /** @default - as the quota records it */
  readonly declared?: Declared;
}

/** What a parent may hand out, and what its children take of it, as they are at this moment. */
export interface Account {
  /** The object that pending shares stand on, whose version guards the account. */
  readonly book: KubeObject;
  readonly declared: Declared;
  /**
   * Whether only what the parent sets aside is handed out. Its quota is then written by others, without that part, and stays as
   * it is.
   */
  readonly isReserve: boolean;
  /** Shares that count, by the child's namespace. */
  readonly shares: ReadonlyMap<string, StringMap>;
  /** What children record of theirs. */
  readonly recorded: ReadonlyMap<string, Share>;
  /** What is noted in the book from now on. */
  readonly notes: PendingShares;
  /** What of that no child records. */
  readonly open: PendingShares;
}

/**
 * The book is read before the children are: whoever drops a pending share from it has seen its child's record, and so will
 * this reader; and who has not changes the book, so that the swap fails.
 *
 * @throws DiagnosticError where the parent hands out nothing
 */
export async function accountOf(cluster: Cluster, { parent, claims = [], declared }: AccountOptions): Promise<Account> {
  const quota = await quotaAccount(cluster, parent, declared);
  const opened = quota ?? (await reserveAccount(cluster, parent, claims.length > 0));
  const { book, isReserve } = opened;
  const children = await cluster.list(NAMESPACE, { labelSelector: `${LABELS.parent}=${parent}` });
  const recorded = isReserve ? drawnFrom(children) : await childShares(children, kinOn(cluster));
  const now = Date.now();
  const found = pendingOn(book);
  const claimed = new Set(claims.map(({ child }) => child));
  const others = Object.fromEntries(Object.entries(found).filter(([child]) => !claimed.has(child)));
  // Whoever made room for a share takes its note away, when that is confirmed.
  const notes = { ...freshShares(others, now), ...opening(claims, { found, recorded, now }) };
  const open = openShares(recorded, notes, now);
  return { ...opened, recorded, notes, open, shares: sharesOf(recorded, open, now) };
}

interface Standing {
  readonly found: PendingShares;
  readonly recorded: ReadonlyMap<string, Share>;
  readonly now: number;
}

/**
 * What is noted for claims. To confirm one always changes the book, by taking its note away or, where that is gone, by a new one: so
 * whoever read the account before the share was recorded fails to swap it.
 */
function opening(claims: readonly Claim[], { found, recorded, now }: Standing): PendingShares {
  const noted = claims.flatMap(({ child, share, isRecorded = false }): [string, PendingShares[string]][] => {
    const known = isRecorded ? found[child] : recorded.get(child);
    return share === undefined || known?.id === share.id ? [] : [[child, { ...share, at: now }]];
  });
  return Object.fromEntries(noted);
}

/** Whether a share that is being confirmed was noted all the time: nobody can have taken its room. */
export function isKept({ book }: Pick<Account, "book">, { child, share, isRecorded = false }: Claim): boolean {
  return isRecorded && share !== undefined && pendingOn(book)[child]?.id === share.id;
}

type Opened = Pick<Account, "book" | "declared" | "isReserve">;

/** The quota of a tenant of this provider. */
async function quotaAccount(
  cluster: Cluster,
  parent: string,
  given: Declared | undefined,
): Promise<Opened | undefined> {
  const book = await cluster.get(quotaRef(parent));
  const declared = given ?? (book === undefined ? undefined : declaredOn(book));
  return book === undefined || declared === undefined ? undefined : { book, declared, isReserve: false };
}

/** What a tenant of another engine sets aside. */
async function reserveAccount(cluster: Cluster, parent: string, isTaken: boolean): Promise<Opened> {
  const namespace = await cluster.get({ ...NAMESPACE, name: parent });
  const reserve = namespace === undefined ? undefined : reserveOn(namespace);
  if (reserve === undefined) throw noAccount(parent, namespace);
  const declared = { capacity: reserve.amounts, reserved: {} };
  const book = bookOf(parent);
  const found = await cluster.get(refOf(book));
  // Who gives back what nobody noted needs no book.
  const isOpen = found !== undefined || !isTaken;
  return { book: isOpen ? (found ?? book) : await openBook(cluster, book), declared, isReserve: true };
}

/** An object of its own: whoever writes the tenant's takes away what others note on them. */
function bookOf(namespace: string): KubeObject {
  const labels = { [LABELS.managedBy]: MANAGER, [LABELS.tenant]: namespace };
  const metadata = { name: RESERVE_QUOTA, namespace, labels };
  return { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: {} } };
}

/** Two pipelines may open it at once. */
async function openBook(cluster: Cluster, book: KubeObject): Promise<KubeObject> {
  try {
    return await cluster.create(book);
  } catch (error) {
    const made =
      error instanceof KubeError && error.reason === "AlreadyExists" ? await cluster.get(refOf(book)) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

function noAccount(parent: string, namespace: KubeObject | undefined): DiagnosticError {
  return new DiagnosticError(`No share can be taken of ${parent}`, adviceFor(namespace), ["parent"]);
}

function adviceFor(namespace: KubeObject | undefined): string {
  if (namespace === undefined) return "There is no such tenant. Apply it first, or correct `parent`.";
  if (memberOn(namespace) !== undefined) {
    return "It is being made at this moment, or its apply was cut short. Write `parent = hikube_tenant.NAME.namespace` where both are declared here, so that Terraform makes one after the other; one that is declared elsewhere is applied first.";
  }
  return "It sets nothing aside for tenants declared elsewhere, or is none. Give it `quota.reserved` where it is declared, or declare it as a `hikube_tenant`, or declare this tenant where its parent is.";
}
