import type { Cluster } from "../../kube/cluster";
import { objectIn, textMapIn } from "../../model/json";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { addQuantities, formatQuantity, parseQuantity } from "../../model/kubernetes/quantity";
import { TENANT_QUOTA } from "../../model/tenant/objects/base-isolation";
import { reserveOn } from "../../model/tenant/objects/reserve";
import { ancestorsIn, LABELS, subtreeLabel } from "../../model/tenant/spec/labels";
import { NAMESPACE, type LiveObjects } from "../objects/live";
import { drawnFrom, sharesOn, type Share } from "./ledger";
import { quotaRef } from "./record";

/** Where sub-tenants and their quotas are looked up: in the cluster, or in what a run read of it. */
export interface Kin {
  readonly namespaces: (label: string) => Promise<readonly KubeObject[]>;
  readonly quota: (namespace: string) => Promise<KubeObject | undefined>;
}

export function kinOn(cluster: Pick<Cluster, "get" | "list">): Kin {
  return {
    namespaces: (labelSelector) => cluster.list(NAMESPACE, { labelSelector }),
    quota: (namespace) => cluster.get(quotaRef(namespace)),
  };
}

export function kinIn(live: LiveObjects): Kin {
  return {
    namespaces: (label) => live.labelled(NAMESPACE, label, ""),
    quota: (namespace) => live.get(quotaRef(namespace), TENANT_QUOTA, namespace),
  };
}

/**
 * The shares of a parent's children. One that another engine made, and that is not taken over yet, records none: it takes what
 * the quotas of its subtree hold, which were carved out of the parent's.
 */
export async function childShares(children: readonly KubeObject[], kin: Kin): Promise<ReadonlyMap<string, Share>> {
  const recorded = sharesOn(children);
  const drawing = drawnFrom(children);
  const others = children.filter(
    ({ metadata: { name, labels = {} } }) => !drawing.has(name) && labels[LABELS.tenant] === name,
  );
  const held = await Promise.all(
    others.map(async ({ metadata: { name } }) => [name, { id: "", capacity: await heldBelow(name, kin) }] as const),
  );
  return new Map([...recorded, ...held]);
}

/** What a subtree holds: its quotas, and what is set aside in it, but for those who take of that. */
async function heldBelow(top: string, { namespaces, quota }: Kin): Promise<StringMap> {
  const all = await namespaces(subtreeLabel(top));
  const drawing = new Set(drawnFrom(all).keys());
  const own = all.filter(({ metadata }) => !ancestorsIn(metadata.labels).some((name) => drawing.has(name)));
  const held = await Promise.all(
    own.map(async (namespace) => {
      const found = await quota(namespace.metadata.name);
      return [textMapIn(objectIn(found?.spec).hard), reserveOn(namespace)?.amounts ?? {}];
    }),
  );
  return held.flat().reduce<StringMap>(sum, {});
}

function sum(left: StringMap, right: StringMap): StringMap {
  const added = Object.entries(right).map(([key, amount]) => {
    const [one, other] = [parseQuantity(left[key] ?? "0"), parseQuantity(amount)];
    return [key, one === undefined || other === undefined ? amount : formatQuantity(addQuantities(one, other))];
  });
  return { ...left, ...(Object.fromEntries(added) as StringMap) };
}
