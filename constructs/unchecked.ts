import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { Parent, Tenant } from "../src/model/tenant/resolve/tenant";
import { egressWarnings } from "../src/model/tenant/rules/egress-rules";
import { securityWarnings } from "../src/model/tenant/rules/security-warnings";
import { isKnown } from "./known";

/** Warns of a sub-tenant's egress rules and allow-lists that cannot be checked, because something is not known here. */
export function warnOfUnchecked(scope: Construct, parent: Parent, tenant: Tenant): void {
  const ways = parent.network === undefined ? [] : egressWarnings(tenant, isKnown);
  for (const warning of [...ways, ...securityWarnings(tenant, isKnown)]) Annotations.of(scope).addWarning(warning);
}
