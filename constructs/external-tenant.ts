import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { externalWarnings } from "../src/model/tenant/external";
import type { Tenant } from "../src/model/tenant/tenant";

const warned = new WeakSet<Tenant>();

/** Says on the first sub-tenant what is not checked, because the parent elsewhere was not described in full. */
export function warnOfUnknown(scope: Construct, parent: Tenant): void {
  if (warned.has(parent)) return;
  warned.add(parent);
  for (const warning of externalWarnings(parent)) Annotations.of(scope).addWarning(warning);
}
