import type { TerraformStack } from "cdktf";
import type { MonitoringSpec } from "../src/model/tenant/spec/monitoring-spec";
import { namespaceOf, stackNamespace } from "../src/model/tenant/spec/tenant-names";
import type { TenantTree } from "../src/model/tenant/document";
import type { IHikubePlatform } from "./hikube-platform";
import { HikubeSubTenant } from "./hikube-sub-tenant";
import { HikubeTenant } from "./hikube-tenant";
import { HikubeMonitoring } from "./monitoring/hikube-monitoring";
import type { TenantConstruct } from "./tenant-construct";
import type { TenantProfile } from "./tenant-profile";

/** A top tenant as plain data, with its sub-tenants. */
export interface TopTenant extends TenantTree {
  /** Defaults that all other fields override. */
  readonly profile: TenantProfile;
}

/**
 * Creates a tenant and its sub-tenants, parents first. Namespaces are the construct ids: they are unique and stable,
 * and as siblings no child can clash with a resource of its parent.
 */
export function addTenants(
  stack: TerraformStack,
  { children, monitoring, ...spec }: TopTenant,
  platform: IHikubePlatform,
): readonly TenantConstruct[] {
  const top = new HikubeTenant(stack, namespaceOf(spec, undefined), { ...spec, platform });
  return [top, ...addStack(stack, monitoring, top), ...addBelow(stack, children, top)];
}

function addStack(
  stack: TerraformStack,
  monitoring: MonitoringSpec | undefined,
  tenant: TenantConstruct,
): readonly TenantConstruct[] {
  if (monitoring === undefined) return [];
  return [new HikubeMonitoring(stack, stackNamespace(tenant.namespace), { ...monitoring, tenant })];
}

function addBelow(
  stack: TerraformStack,
  trees: readonly TenantTree[] | undefined,
  parent: TenantConstruct,
): readonly TenantConstruct[] {
  return (trees ?? []).flatMap(({ children, monitoring, ...spec }) => {
    const tenant = new HikubeSubTenant(stack, namespaceOf(spec, parent.namespace), { ...spec, parent });
    return [tenant, ...addStack(stack, monitoring, tenant), ...addBelow(stack, children, tenant)];
  });
}
