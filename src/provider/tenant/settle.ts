import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { objectIn, textMapIn } from "../../model/json";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError } from "../../plugin";
import { NAMESPACE } from "../objects/live";
import { FIELD_MANAGER } from "../objects/managers";
import {
  declaredOn,
  openShares,
  pendingOn,
  settlement,
  sharesOn,
  sharesOf,
  type Declared,
  type PendingShares,
  type Share,
} from "./ledger";

/** Writers that meet at one parent try again; each write of one is progress, so that this many can stand in line. */
const TRIES = 200;
const LONGEST_PAUSE_MS = 400;

export interface Claim {
  /** Namespace of the child. */
  readonly child: string;
  readonly share: Share;
}

/** A parent's quota, and what its children take of it, as they are at this moment. */
interface Account {
  readonly quota: KubeObject;
  readonly declared: Declared;
  /** Shares that count, by the child's namespace. */
  readonly shares: ReadonlyMap<string, StringMap>;
  readonly open: PendingShares;
}

/**
 * Brings the quota of a parent in line with what its children take.
 *
 * @param claim - makes room for a share before its child has it
 * @throws DiagnosticError where the children would take more than was declared
 */
export async function settle(cluster: Cluster, parent: string, claim?: Claim): Promise<void> {
  await compareAndSwap(cluster, { parent, claim }, async (account, hard) => {
    if (isSettled(account, hard)) return;
    const { name, namespace = "", resourceVersion } = account.quota.metadata;
    const metadata = { resourceVersion, annotations: { [ANNOTATIONS.pendingShares]: pendingText(account) } };
    const ref = { ...quotaRef(namespace), name };
    await cluster.patch(ref, "merge", { metadata, spec: { hard } }, { fieldManager: FIELD_MANAGER });
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
    const { resourceVersion } = account.quota.metadata;
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

interface AccountOptions {
  readonly parent: string;
  readonly claim?: Claim | undefined;
  /** @default - as the quota records it */
  readonly declared?: Declared;
}

/** @param swap - writes the quota, and is refused where somebody else wrote it since it was read */
async function compareAndSwap<T>(
  cluster: Cluster,
  options: AccountOptions,
  swap: (account: Account, hard: StringMap) => Promise<T>,
): Promise<T> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const account = await accountOf(cluster, options);
    const { hard, overdrawn } = settlement(account.declared, account.shares);
    if (overdrawn.length > 0) throw overdraft(options, account, overdrawn);
    try {
      return await swap(account, hard);
    } catch (error) {
      if (!(error instanceof KubeError) || error.reason !== "Conflict") throw error;
    }
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 20 * (turn + 1)));
  }
  throw new DiagnosticError(
    `The quota of ${options.parent} is written by too many at once`,
    "Nothing was changed. Apply again, with fewer pipelines at the same time.",
  );
}

/**
 * The quota is read before the children are: whoever drops a pending share from it has seen its child's record, and so will
 * this reader; and who has not changes the quota, so that the swap fails.
 */
async function accountOf(cluster: Cluster, { parent, claim, declared: given }: AccountOptions): Promise<Account> {
  const quota = await cluster.get(quotaRef(parent));
  const declared = given ?? (quota === undefined ? undefined : declaredOn(quota));
  if (quota === undefined || declared === undefined) throw noAccount(parent, quota !== undefined);
  const recorded = sharesOn(await cluster.list(NAMESPACE, { labelSelector: `${LABELS.parent}=${parent}` }));
  const now = Date.now();
  const claimed = claim === undefined ? {} : { [claim.child]: { ...claim.share, at: now } };
  const open = openShares(recorded, { ...pendingOn(quota), ...claimed }, now);
  return { quota, declared, open, shares: sharesOf(recorded, open, now) };
}

/** The name of a tenant's quota of capacity. */
export function quotaRef(namespace: string): ObjectRef {
  return { apiVersion: "v1", kind: "ResourceQuota", name: TENANT_QUOTA, namespace };
}

function isSettled({ quota, open }: Account, hard: StringMap): boolean {
  const found = textMapIn(objectIn(quota.spec).hard);
  const isSame = Object.entries(hard).every(([key, rest]) => found[key] === rest);
  return isSame && JSON.stringify(pendingOn(quota)) === JSON.stringify(open);
}

function pendingText({ open }: Account): string | null {
  return Object.keys(open).length === 0 ? null : JSON.stringify(open);
}

function noAccount(parent: string, isThere: boolean): DiagnosticError {
  return new DiagnosticError(
    `No share can be taken of ${parent}`,
    isThere
      ? "It is not a tenant of this provider. Declare it as a `hikube_tenant`, or declare this tenant where its parent is."
      : "There is no such tenant. Apply it first, or correct `parent`.",
    ["parent"],
  );
}

function overdraft(
  { parent, claim }: AccountOptions,
  { declared, shares }: Account,
  keys: readonly string[],
): DiagnosticError {
  const lines = keys.map((key) => {
    const taken = [...shares].filter(([, capacity]) => capacity[key] !== undefined);
    const sum = taken.map(([child, capacity]) => `${capacity[key] ?? "0"} (${child})`).join(" + ");
    const aside = declared.reserved[key] === undefined ? "" : `${declared.reserved[key]} (reserved) + `;
    return `${key}: ${aside}${sum} is more than ${declared.capacity[key] ?? "0"}`;
  });
  const hint =
    claim === undefined
      ? "Lower the shares of its sub-tenants first, or declare more."
      : `Lower this share, or raise the quota of ${parent} first.`;
  return new DiagnosticError(
    `The sub-tenants of ${parent} would take more than it has`,
    `${lines.join("\n")}\n${hint} Nothing was changed.`,
    ["quota"],
  );
}
