/** Isolated tenants on Kubernetes as CDKTF constructs. */

// The constructs.
export { HikubePlatform, type HikubePlatformProps } from "./hikube-platform";
export { HikubeTenant, type ExternalTenantProps, type HikubeTenantProps } from "./hikube-tenant";
export { HikubeSubTenant, type HikubeSubTenantProps } from "./hikube-sub-tenant";
export { TenantFleet, type TenantFleetFileProps, type TenantFleetProps } from "./fleet/tenant-fleet";
export type { FleetTenant } from "./fleet/tree";
export type { IHikubeTenant, TenantConstruct } from "./tenant-construct";

// What their props are made of.
export { ClusterFacts } from "./cluster-facts";
export { TenantProfile } from "./tenant-profile";
export { Subject } from "./subject";
export { Expose, Port } from "./expose";
export { Peer } from "./peer";
export { Quota } from "./quota";
export type {
  AccessSpec,
  ContainerDefaultsSpec,
  ContainerResourcesSpec,
  CostSpec,
  DeployerSpec,
  EgressSpec,
  NetworkSpec,
  TenantSpec,
} from "../src/model/tenant/spec/spec";
export type { SecuritySpec, ServiceType } from "../src/model/tenant/spec/security-spec";
export { ANY } from "../src/model/tenant/spec/security-spec";
export type { CapacitySpec, ComputeQuantity, QuotaSpec } from "../src/model/tenant/spec/quota-spec";
export { UNLIMITED } from "../src/model/tenant/spec/quota-spec";

// What goes wrong.
export { SpecError, type Issue } from "../src/model/issue";
