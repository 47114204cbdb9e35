import type { ExternalFact, Tenant } from "./tenant";

/** Whether a fact of a parent is known; of one that is declared elsewhere it may not have been given. */
export function isKnownOf(parent: Tenant | undefined, fact: ExternalFact): boolean {
  return parent !== undefined && parent.external?.unknown.includes(fact) !== true;
}
