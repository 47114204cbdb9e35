import { forestObjects } from "../../model/tenant/objects/objects";
import { platformObjects } from "../../model/platform/platform";
import { leafMoves } from "../../review/leaves";
import { changeOf, type Review } from "../../review/change";
import { reviewChanges } from "../../review/review";
import type { ReviewState } from "../../review/state";
import { inOrder } from "../../review/order";
import type { Tenants } from "../tenants-source";

/** Compares what two documents declare, with the platform that their clusters need. Asks no cluster. */
export function reviewDeclared(before: Tenants, after: Tenants): Review {
  const { changes } = reviewChanges(stateOf(before), stateOf(after), { facts: after.cluster });
  const facts = leafMoves(factsOf(before), factsOf(after)).map(({ path, ...values }) =>
    changeOf("cluster-fact", "notice", { what: path, ...values }),
  );
  return { changes: inOrder([...facts, ...changes]) };
}

function factsOf({ cluster, contact }: Tenants): object {
  return { ...cluster, contact };
}

/** Without the contact, which is a part of every message: its change is told once. */
function stateOf({ roots, cluster }: Tenants): ReviewState {
  const { base, guardrails } = platformObjects({ cluster, guardrails: true });
  return { objects: [...base, ...guardrails, ...forestObjects(roots).flatMap(({ objects }) => objects)] };
}
