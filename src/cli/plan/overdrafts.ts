import type { Cluster } from "../../kube/cluster";
import { named } from "../../kube/keep";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { reserveOn } from "../../model/tenant/objects/reserve";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { drawnFrom, settlement } from "../../provider/tenant/ledger";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import type { PlannedStack } from "./plan-file";
import { byBlock, type PlannedObject } from "./planned-objects";

/** A tenant that will set aside less than tenants declared elsewhere take of it. */
export interface Overdraft {
  readonly tenant: string;
  /** Address of its cluster. */
  readonly cluster: string;
  /** Keys of the ResourceQuota of which more is taken, e.g. `requests.cpu`. */
  readonly keys: readonly string[];
  /** Namespaces that take of it. */
  readonly takers: readonly string[];
}

/** Reserves that a plan lowers below what is taken of them at this moment, on every cluster that answers. */
export async function overdraftsOf({ stack, plan }: PlannedStack, terraform: Terraform): Promise<readonly Overdraft[]> {
  const groups = byBlock(plan.objects.filter(lowersReserve));
  const replies = await Promise.all(
    groups.map((group) => askCluster(stack, terraform, group[0]?.provider, (cluster) => overdrafts(cluster, group))),
  );
  return replies.flatMap((reply) => ("answer" in reply ? reply.answer : []));
}

/** What is removed takes its sub-tenants' parent from them, and is told as that. The engine `hikube` judges itself. */
export function lowersReserve({ before, after, provider }: PlannedObject): boolean {
  if (before?.kind !== "Namespace" || after === undefined || provider?.engine === "hikube") return false;
  const reserve = reserveOn(before);
  return reserve !== undefined && JSON.stringify(reserve.amounts) !== JSON.stringify(reserveOn(after)?.amounts);
}

/** Of namespaces that lower theirs. */
export async function overdrafts(
  cluster: Cluster,
  namespaces: readonly PlannedObject[],
): Promise<readonly Overdraft[]> {
  const found = await Promise.all(
    namespaces.flatMap(({ before, after }) => {
      const amounts = (after && reserveOn(after)?.amounts) ?? nothingOf(before);
      return before === undefined ? [] : [overdraft(cluster, before.metadata.name, amounts)];
    }),
  );
  return found.flat();
}

/** A tenant without the record of a reserve has none of anything. */
function nothingOf(before: KubeObject | undefined) {
  const amounts = (before && reserveOn(before)?.amounts) ?? {};
  return Object.fromEntries(Object.keys(amounts).map((key) => [key, "0"]));
}

/** Which one it is, and what it takes: only the platform writes that. */
function withShares(namespace: KubeObject): KubeObject {
  const { metadata, ...which } = named(namespace);
  const { [ANNOTATIONS.share]: share = "", [ANNOTATIONS.drawn]: drawn = "" } = namespace.metadata.annotations ?? {};
  return {
    ...which,
    metadata: { ...metadata, annotations: { [ANNOTATIONS.share]: share, [ANNOTATIONS.drawn]: drawn } },
  };
}

async function overdraft(
  cluster: Cluster,
  tenant: string,
  capacity: Readonly<Record<string, string>>,
): Promise<readonly Overdraft[]> {
  const labelSelector = `${LABELS.parent}=${tenant}`;
  const below = await cluster.list({ apiVersion: "v1", kind: "Namespace" }, { labelSelector, keep: withShares });
  const shares = new Map([...drawnFrom(below)].map(([name, share]) => [name, share.capacity]));
  const { overdrawn: keys } = settlement({ capacity, reserved: {} }, shares);
  if (keys.length === 0) return [];
  return [{ tenant, cluster: cluster.server, keys, takers: [...shares.keys()].sort() }];
}
