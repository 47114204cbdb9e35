import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { externalWarnings } from "../src/model/tenant/external";
import { egressWarnings } from "../src/model/tenant/rules/egress-rules";
import { securityWarnings } from "../src/model/tenant/rules/security-warnings";
import type { Parent, Tenant } from "../src/model/tenant/resolve/tenant";
import { isKnown } from "./known";

const warned = new WeakSet<Parent>();

/**
 * Says what is not checked because it is not known: on the first sub-tenant of a parent elsewhere what was not said of that
 * one, and on each sub-tenant which of its ways out, and of
 * what it may use.
 */
export function warnOfUnknown(scope: Construct, parent: Parent, tenant: Tenant): void {
  const general = "spec" in parent || warned.has(parent) ? [] : externalWarnings(parent);
  warned.add(parent);
  const ways = parent.network !== undefined ? egressWarnings(tenant, isKnown) : [];
  const lists = securityWarnings(tenant, isKnown);
  for (const warning of [...general, ...ways, ...lists]) Annotations.of(scope).addWarning(warning);
}
