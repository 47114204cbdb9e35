import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { externalWarnings } from "../src/model/tenant/external";
import { isKnownOf } from "../src/model/tenant/resolve/known-fact";
import { egressWarnings } from "../src/model/tenant/rules/egress-rules";
import type { Tenant } from "../src/model/tenant/resolve/tenant";
import { isKnown } from "./known";

const warned = new WeakSet<Tenant>();

/**
 * Says what is not checked because it is not known: on the first sub-tenant of a parent elsewhere what was not said of that
 * one, and on each sub-tenant which of its ways out.
 */
export function warnOfUnknown(scope: Construct, parent: Tenant, tenant: Tenant): void {
  const general = warned.has(parent) ? [] : externalWarnings(parent);
  warned.add(parent);
  const ways = isKnownOf(parent, "network") ? egressWarnings(tenant, isKnown) : [];
  for (const warning of [...general, ...ways]) Annotations.of(scope).addWarning(warning);
}
