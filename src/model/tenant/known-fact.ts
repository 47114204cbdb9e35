import type { ExternalFact, Tenant } from "./tenant";

/** Whether a parent keeps its pods off the internet; of one that is declared elsewhere it is not known. */
export function deniesInternet(parent: Tenant | undefined): boolean {
  return parent !== undefined && parent.external === undefined && !parent.network.internet;
}

/** Whether a fact of a parent is known; of one that is declared elsewhere it may not have been given. */
export function isKnownOf(parent: Tenant | undefined, fact: ExternalFact): boolean {
  return parent !== undefined && parent.external?.unknown.includes(fact) !== true;
}
