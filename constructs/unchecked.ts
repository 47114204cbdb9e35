import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { Parent, Tenant } from "../src/model/tenant/resolve/tenant";
import { egressWarnings } from "../src/model/tenant/rules/egress-rules";
import { securityWarnings } from "../src/model/tenant/rules/security-warnings";
import { formatWarning, type Warning } from "../src/model/warning";
import { isKnown } from "./known";

/** Warns of a sub-tenant's egress rules and allow-lists that cannot be checked, because something is not known here. */
export function warnOfUnchecked(scope: Construct, parent: Parent, tenant: Tenant): void {
  const ways = parent.network === undefined ? [] : egressWarnings(tenant, isKnown);
  warn(scope, [...ways, ...securityWarnings(tenant, isKnown)]);
}

/** What synth prints, and keeps as a part of the stack. */
export function warn(scope: Construct, warnings: readonly Warning[]): void {
  for (const warning of warnings) Annotations.of(scope).addWarning(formatWarning(warning));
}
