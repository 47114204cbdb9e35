import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { Parent, Tenant } from "../src/model/tenant/resolve/tenant";
import { egressWarnings } from "../src/model/tenant/rules/egress-rules";
import { securityWarnings } from "../src/model/tenant/rules/security-warnings";
import { isKnown } from "./known";

/** Says which of a sub-tenant's ways out, and of what it may use, are not checked, because something is not known here. */
export function warnOfUnchecked(scope: Construct, parent: Parent, tenant: Tenant): void {
  const ways = parent.network === undefined ? [] : egressWarnings(tenant, isKnown);
  for (const warning of [...ways, ...securityWarnings(tenant, isKnown)]) Annotations.of(scope).addWarning(warning);
}
