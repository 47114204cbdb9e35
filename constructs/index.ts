/** Isolated tenants on Kubernetes as CDKTF constructs. */

import "./installed";

// The constructs.
export {
  type ClusterFactsProps,
  HikubePlatform,
  type HikubePlatformProps,
  type IHikubePlatform,
} from "./hikube-platform";
export { HikubeTenant, type HikubeTenantProps } from "./hikube-tenant";
export type { TenantAttributes } from "./external-tenant";
export { HikubeSubTenant, type HikubeSubTenantProps } from "./hikube-sub-tenant";
export { HikubeCollection, type HikubeCollectionProps } from "./monitoring/hikube-collection";
export type { StackAttributes } from "./monitoring/stack-attributes";
export { HikubeMonitoring, type HikubeMonitoringProps } from "./monitoring/hikube-monitoring";
export { TenantFleet, type TenantFleetProps } from "./fleet/tenant-fleet";
export type { TopTenant } from "./add-tenants";
export type { IHikubeTenant, TenantConstruct, TenantOptions } from "./tenant-construct";

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
  ExposeSpec,
  NetworkSpec,
  PeerSpec,
  PortSpec,
  SubjectSpec,
  TenantSpec,
} from "../src/model/tenant/spec/spec";
export type { SecuritySpec, ServiceType } from "../src/model/tenant/spec/security-spec";
export { ANY } from "../src/model/tenant/spec/security-spec";
export type { CapacitySpec, ComputeQuantity, QuotaSpec } from "../src/model/tenant/spec/quota-spec";
export type {
  ApplicationSource,
  ChartVersions,
  DashboardGroup,
  DashboardsSpec,
  ExposureSpec,
  JsonWebKeySpec,
  MonitoringSpec,
  OidcSpec,
  OwnGrafanaSpec,
  PricesSpec,
  ReceiverSpec,
  RemoteClusterSpec,
  SecretKeySpec,
  SourcesSpec,
  StorageSpec,
} from "../src/model/tenant/spec/monitoring-spec";
export { UNLIMITED } from "../src/model/tenant/spec/quota-spec";

// What goes wrong.
export { SpecError, type FilePlace, type Issue, type Path } from "../src/model/issue";
export type { IssueCode } from "../src/model/issue-codes";
