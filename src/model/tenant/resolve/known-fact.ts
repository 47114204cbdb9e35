import type { ExternalFact, Tenant } from "./tenant";

/** Whether a parent keeps its pods off the internet; of one that is declared elsewhere it may not be known. */
export function deniesInternet(parent: Tenant | undefined): boolean {
  return parent !== undefined && knowsInternet(parent) && !parent.network.internet;
}

/** Whether a fact of a parent is known; of one that is declared elsewhere it may not have been given. */
export function isKnownOf(parent: Tenant | undefined, fact: ExternalFact): boolean {
  return parent !== undefined && parent.external?.unknown.includes(fact) !== true;
}

/** Whether it is known if a tenant's pods reach the internet; without a rule of its own it is the profile's. */
export function knowsInternet(tenant: Tenant): boolean {
  if (tenant.external === undefined) return true;
  if (!isKnownOf(tenant, "network")) return false;
  return tenant.spec.network?.internet !== undefined || isKnownOf(tenant, "profile");
}
