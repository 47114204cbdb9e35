import { tenantNodes } from "../../model/tenant/resolve/tenant";
import { forestObjects } from "../../model/tenant/objects/objects";
import { platformObjects } from "../../model/platform/platform";
import { declaredChanges } from "../../review/declared";
import { declaredMoves, pathOf, textsOf } from "../../review/declared-moves";
import { changeOf, type Review } from "../../review/change";
import { reviewChanges } from "../../review/review";
import type { ReviewState } from "../../review/state";
import { inOrder } from "../../review/order";
import type { Tenants } from "../tenants-source";

/** Compares what two documents declare, with the platform that their clusters need. Asks no cluster. */
export function reviewDeclared(before: Tenants, after: Tenants): Review {
  // The platform's own objects follow from the facts.
  const hasPlatform = JSON.stringify(before.cluster) !== JSON.stringify(after.cluster);
  const [former, next] = [before, after].map((side) => stateOf(side, hasPlatform)) as [ReviewState, ReviewState];
  const { changes } = reviewChanges(former, next, { facts: after.cluster, adopted: adoptedIn(before, after) });
  const facts = declaredMoves(factsOf(before), factsOf(after)).map((move) => {
    const what = pathOf(move.steps);
    return changeOf("cluster-fact", TRUST.test(what) ? "danger" : "notice", { what, ...textsOf(move) });
  });
  return { changes: inOrder([...facts, ...changes, ...declaredChanges(before.roots, after.roots)]) };
}

/** Facts by which accounts are believed, names are kept from tenants, and somebody passes the guardrails. */
const TRUST =
  /^(?:serviceAccounts|reservedNamespaces|ingressNamespaces|accountNamespaces|tenantNamespaces|controllers)\b/;

function factsOf({ cluster, contact, engines, ignored }: Tenants): object {
  return { ...cluster, contact, ...engines, ...ignored };
}

/** Without the contact, which is a part of every message: its change is told once. */
function stateOf({ roots, cluster }: Tenants, hasPlatform: boolean): ReviewState {
  const { base, guardrails } = hasPlatform ? platformObjects({ cluster, guardrails: true }) : NO_PLATFORM;
  return { objects: [...base, ...guardrails, ...forestObjects(roots).flatMap(({ objects }) => objects)] };
}

/** Tenants that were declared nowhere before, and whose namespaces are taken in as they are. */
function adoptedIn(before: Tenants, after: Tenants): readonly string[] {
  const known = new Set(tenantNodes(before.roots).map(({ tenant }) => tenant.namespace));
  const all = tenantNodes(after.roots).map(({ tenant }) => tenant);
  return all.flatMap(({ namespace, spec }) => (spec.adopt === true && !known.has(namespace) ? [namespace] : []));
}

const NO_PLATFORM = { base: [], guardrails: [] };
