import { accessChanges } from "./access";
import { changeOf, type Change, type Review } from "./change";
import { folded } from "./fold";
import { foreignChanges } from "./foreign";
import { labelChanges } from "./labels";
import { lifetimeChanges } from "./lifetime";
import { objectChanges } from "./objects";
import { inOrder } from "./order";
import { newQuota, quotaChanges } from "./quota";
import { comes, isTakenIn, referenceOf } from "./reference";
import { rightsChanges } from "./rights";
import { grownKeys } from "./scarce";
import { securityChanges } from "./security";
import { reserveChanges } from "./reserve";
import { parentsOf } from "./snapshots";
import { pairTenants, type ReviewState, type TenantPair } from "./state";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { reservationOf } from "../model/cluster/reserved-namespaces";
import { LABELS } from "../model/tenant/spec/labels";
import { STAND_IN_FACTS } from "./stand-in-facts";
import { wayChanges, type WaysOptions } from "./ways";

/**
 * Compares two states as a reviewer does: who gains or loses what, which ways open or close, what security, lifetime, quotas
 * and labels become, and each object that comes or goes. Judged from the objects themselves, not from what somebody
 * meant by them. Nothing that differs is left out: what has no words of its own is told as a changed object.
 */
export function reviewChanges(before: ReviewState, after: ReviewState, options: WaysOptions = {}): Review {
  const pairs = pairTenants(before, after);
  const adopted = new Set([...(options.adopted ?? []), ...pairs.filter(isTakenIn).map(({ tenant = "" }) => tenant)]);
  const ways = wayChanges(pairs, { ...options, adopted: [...adopted] });
  const waysOf = new Set(ways.flatMap(({ tenant, what }) => [tenant ?? "", ...what.split(" -> ")]));
  const byName = new Map(pairs.map((pair) => [pair.tenant, pair]));
  const parents = parentsOf(pairs);
  const grownOf = grownKeys(pairs, parents);
  const changes = pairs.flatMap((pair) =>
    changesOf(pair, {
      waysOf,
      isAdopted: adopted.has(pair.tenant ?? ""),
      facts: options.facts,
      grown: grownOf(pair.tenant ?? ""),
      parent: byName.get(parents.get(pair.tenant ?? "") ?? ""),
    }),
  );
  return { changes: inOrder(folded([...changes, ...ways], parents)) };
}

interface Context {
  /** Tenants whose ways change. */
  readonly waysOf: ReadonlySet<string>;
  /** Whether its pods and Secrets are there before it. */
  readonly isAdopted: boolean;
  readonly parent: TenantPair | undefined;
  readonly facts: ClusterFacts | undefined;
  /** Scarce resources of which its whole tree gets more. */
  readonly grown: ReadonlySet<string>;
}

function changesOf(pair: TenantPair, context: Context): readonly Change[] {
  const { waysOf, parent, grown, isAdopted } = context;
  const { tenant, namespace } = pair;
  if (tenant !== undefined && namespace.before !== undefined && namespace.after === undefined) {
    const note = "its namespace is deleted, with all that is in it";
    return [changeOf("tenant-removed", "danger", { tenant, what: tenant }, note)];
  }
  const reference = comes(pair) ? referenceOf(pair, parent) : undefined;
  const [security, lifetime] = [securityChanges(pair, reference?.namespace), lifetimeChanges(pair)];
  const reserve = reserveChanges(pair);
  const changes = [
    ...(tenant !== undefined && reference !== undefined
      ? [added(pair, tenant, context), ...newQuota(pair, reference.quota, grown)]
      : []),
    ...accessChanges(pair, { parent, isAdopted }),
    ...rightsChanges(pair),
    ...foreignChanges(pair),
    ...security.changes,
    ...lifetime.changes,
    ...quotaChanges(pair, grown),
    ...reserve.changes,
    ...labelChanges(pair, [...security.keys, ...lifetime.keys, ...reserve.keys]),
  ];
  return [...changes, ...objectChanges(pair, waysOf, changes)];
}

function added({ namespace }: TenantPair, tenant: string, { facts, isAdopted }: Context): Change {
  const { [LABELS.profile]: profile = "", [LABELS.parent]: parent } = namespace.after?.metadata.labels ?? {};
  const place = parent === undefined ? "a top tenant" : `below ${parent}`;
  const isReserved = reservationOf(tenant, facts ?? STAND_IN_FACTS) !== undefined;
  const notes = [
    ...(!isAdopted ? [] : ["its namespace is adopted, with what is in it"]),
    ...(isReserved ? ["its namespace is reserved for systems of the cluster"] : []),
  ];
  const move = { tenant, what: tenant, after: `${place}, profile ${profile}` };
  return changeOf("tenant-added", isReserved ? "danger" : "notice", move, notes.join("; ") || undefined);
}
