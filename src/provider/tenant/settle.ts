import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { compareQuantities, parseQuantity } from "../../model/kubernetes/quantity";
import { objectIn, textMapIn } from "../../model/json";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { DiagnosticError } from "../../plugin";
import { pause } from "../objects/guarded";
import { FIELD_MANAGER } from "../objects/managers";
import { accountOf, isKept, type Account, type AccountOptions, type Claim } from "./account";
import { keptWords } from "./kept";
import { pendingOn, settlement, type Declared } from "./ledger";

/** Writers that meet at one parent try again; each write of one is progress, so that this many can stand in line. */
const TRIES = 200;

/**
 * Brings the quota of a parent in line with what its children take.
 *
 * @param claims - make room for shares before their children have them, or confirm it
 * @returns the account as it was read
 * @throws DiagnosticError where the children would take more than was declared, and one of the claims grows
 */
export async function settle(cluster: Cluster, parent: string, ...claims: readonly Claim[]): Promise<Account> {
  return compareAndSwap(cluster, { parent, claims }, async (account, hard) => {
    if (isSettled(account, hard)) return account;
    const { resourceVersion } = account.book.metadata;
    const metadata = { resourceVersion, annotations: { [ANNOTATIONS.pendingShares]: pendingText(account) } };
    const change = account.isReserve ? { metadata } : { metadata, spec: { hard } };
    await cluster.patch(refOf(account.book), "merge", change, { fieldManager: FIELD_MANAGER });
    return account;
  });
}

/**
 * Writes the quota of a tenant, which is what was declared without what its children take.
 *
 * @param wanted - the quota with the whole of what was declared
 * @throws DiagnosticError where its children take more than that
 */
export async function declare(cluster: Cluster, wanted: KubeObject, declared: Declared): Promise<KubeObject> {
  const { name, namespace: parent = "", ...labelled } = wanted.metadata;
  return compareAndSwap(cluster, { parent, declared }, (account, rest) => {
    const { resourceVersion } = account.book.metadata;
    const pending = pendingText(account);
    const annotations = {
      ...labelled.annotations,
      ...(pending === null ? {} : { [ANNOTATIONS.pendingShares]: pending }),
    };
    const metadata = { name, namespace: parent, ...labelled, annotations, resourceVersion };
    const spec = { hard: { ...textMapIn(objectIn(wanted.spec).hard), ...rest } };
    return cluster.apply({ ...wanted, metadata, spec }, { fieldManager: FIELD_MANAGER, force: true });
  });
}

/** @param swap - writes the book of the account, and is refused where somebody else wrote it since it was read */
async function compareAndSwap<T>(
  cluster: Cluster,
  options: AccountOptions,
  swap: (account: Account, hard: StringMap) => Promise<T>,
): Promise<T> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const account = await accountOf(cluster, options);
    const { hard, overdrawn } = settlement(account.declared, account.shares);
    const isDeclared = options.declared !== undefined;
    const refused = isDeclared ? overdrawn : overdrawn.filter((key) => takesMore(key, account, options.claims));
    if (refused.length > 0) throw overdraft(options, account, refused);
    try {
      return await swap(account, hard);
    } catch (error) {
      if (!(error instanceof KubeError) || error.reason !== "Conflict") throw error;
    }
    await pause(turn + 1);
  }
  throw new DiagnosticError(
    `The quota of ${options.parent} is written by too many at once`,
    "Nothing was changed. Apply again, with fewer pipelines at the same time.",
  );
}

/** A parent may have less than is drawn of it: a share that shrinks, stays or is given back is not to blame. */
function takesMore(key: string, account: Account, claims: readonly Claim[] = []): boolean {
  return claims.some((claim) => {
    const { child, share, granted = account.recorded.get(child)?.capacity } = claim;
    if (isKept(account, claim)) return false;
    const [now, before] = [share?.capacity, granted].map((capacity) => parseQuantity(capacity?.[key] ?? "0"));
    return now !== undefined && before !== undefined && compareQuantities(now, before) > 0;
  });
}

function isSettled({ book, notes, isReserve }: Account, hard: StringMap): boolean {
  const found = textMapIn(objectIn(book.spec).hard);
  const isSame = isReserve || Object.entries(hard).every(([key, rest]) => found[key] === rest);
  return isSame && JSON.stringify(pendingOn(book)) === JSON.stringify(notes);
}

function pendingText({ notes }: Account): string | null {
  return Object.keys(notes).length === 0 ? null : JSON.stringify(notes);
}

/** A parent that goes in the same run takes its quota along. */
export function unlessGone(error: unknown): void {
  if (!(error instanceof DiagnosticError) || error.path?.[0] !== "parent") throw error;
}

/** @param keys - of which the children take too much */
export function overdraft(
  { parent, claims = [] }: AccountOptions,
  account: Pick<Account, "declared" | "shares" | "isReserve" | "open">,
  keys: readonly string[],
): DiagnosticError {
  const { declared, shares, isReserve } = account;
  const lines = keys.map((key) => {
    const taken = [...shares].filter(([, capacity]) => capacity[key] !== undefined);
    const sum = taken.map(([child, capacity]) => `${capacity[key] ?? "0"} (${child})`).join(" + ");
    const aside = declared.reserved[key] === undefined ? "" : `${declared.reserved[key]} (reserved) + `;
    return `${key}: ${aside}${sum} is more than ${declared.capacity[key] ?? "0"}`;
  });
  const others = Object.entries(account.open).filter(([child]) => !claims.some((claim) => claim.child === child));
  const kept = keptWords(Object.fromEntries(others), keys);
  const raise = `Lower this share, or raise \`${isReserve ? "quota.reserved" : "quota"}\` of ${parent} first.`;
  const hint = claims.length === 0 ? "Lower the shares of its sub-tenants first, or declare more." : raise;
  const isLate = claims.some(({ isRecorded }) => isRecorded);
  return new DiagnosticError(
    `The sub-tenants of ${parent} would take more than it ${isReserve ? "sets aside" : "has"}`,
    [...lines, ...kept, `${hint} ${isLate ? LAPSED : "Nothing was changed."}`].join("\n"),
    ["quota"],
  );
}

const LAPSED =
  "The room that was made for it is kept for ten minutes; its apply stood still for longer, and others took it. Its quota was not raised.";
