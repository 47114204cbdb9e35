import { accessChanges } from "./access";
import { changeOf, type Change, type Review } from "./change";
import { folded } from "./fold";
import { foreignChanges } from "./foreign";
import { labelChanges } from "./labels";
import { lifetimeChanges } from "./lifetime";
import { objectChanges } from "./objects";
import { inOrder } from "./order";
import { quotaChanges } from "./quota";
import { rightsChanges } from "./rights";
import { securityChanges } from "./security";
import { parentsOf } from "./snapshots";
import { pairTenants, type ReviewState, type TenantPair } from "./state";
import { LABELS } from "../model/tenant/spec/labels";
import { wayChanges, type WaysOptions } from "./ways";

/**
 * Compares two states as a reviewer does: who gains or loses what, which ways open or close, what security, lifetime, quotas
 * and labels become, and each object that comes or goes. Judged from the objects themselves, not from what somebody
 * meant by them. Nothing that differs is left out: what has no words of its own is told as a changed object.
 */
export function reviewChanges(before: ReviewState, after: ReviewState, options: WaysOptions = {}): Review {
  const pairs = pairTenants(before, after);
  const ways = wayChanges(pairs, options);
  const waysOf = new Set(ways.flatMap(({ tenant, what }) => [tenant ?? "", ...what.split(" -> ")]));
  const byName = new Map(pairs.map((pair) => [pair.tenant, pair]));
  const parents = parentsOf(pairs);
  const changes = pairs.flatMap((pair) =>
    changesOf(pair, { waysOf, parent: byName.get(parents.get(pair.tenant ?? "") ?? "") }),
  );
  return { changes: inOrder(folded([...changes, ...ways], parents)) };
}

interface Context {
  /** Tenants whose ways change. */
  readonly waysOf: ReadonlySet<string>;
  readonly parent: TenantPair | undefined;
}

function changesOf(pair: TenantPair, { waysOf, parent }: Context): readonly Change[] {
  const { tenant, namespace } = pair;
  if (tenant !== undefined && namespace.before !== undefined && namespace.after === undefined) {
    const note = "its namespace is deleted, with all that is in it";
    return [changeOf("tenant-removed", "danger", { tenant, what: tenant }, note)];
  }
  const [security, lifetime] = [securityChanges(pair), lifetimeChanges(pair)];
  return [
    ...(tenant !== undefined && namespace.before === undefined && namespace.after !== undefined
      ? [added(pair, tenant)]
      : []),
    ...accessChanges(pair, parent),
    ...rightsChanges(pair),
    ...foreignChanges(pair),
    ...security.changes,
    ...lifetime.changes,
    ...quotaChanges(pair),
    ...labelChanges(pair, [...security.keys, ...lifetime.keys]),
    ...objectChanges(pair, waysOf),
  ];
}

function added({ namespace }: TenantPair, tenant: string): Change {
  const { [LABELS.profile]: profile = "", [LABELS.parent]: parent } = namespace.after?.metadata.labels ?? {};
  const place = parent === undefined ? "a top tenant" : `below ${parent}`;
  return changeOf("tenant-added", "notice", { tenant, what: tenant, after: `${place}, profile ${profile}` });
}
