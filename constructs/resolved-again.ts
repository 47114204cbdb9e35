import { resolveTenant } from "../src/model/tenant/resolve/resolve";
import type { Parent } from "../src/model/tenant/resolve/tenant";
import type { TenantSpec } from "../src/model/tenant/spec/spec";
import type { GrowingNode } from "./registry";

/** Changes the spec of a tenant that exists already, and with it what its sub-tenants inherit. */
export function changeSpec(node: GrowingNode, spec: TenantSpec): void {
  resolveAgain(node, spec, node.tenant.parent);
}

function resolveAgain(node: GrowingNode, spec: TenantSpec, parent: Parent | undefined): void {
  const { path, cluster, isStack, formIssues } = node.tenant;
  const changed = resolveTenant(spec, { path, parent, cluster, isStack });
  // What was wrong with the spec is not in it any more.
  node.tenant = { ...changed, formIssues: [...formIssues, ...changed.formIssues] };
  for (const child of node.children) resolveAgain(child, child.tenant.spec, node.tenant);
}
