/** The provider `hikube` as classes of cdktf: its block, resources, data sources and ephemeral resources. */
// Made by scripts/provider-bindings.ts of the provider's schema.

import "./installed";

export type { EphemeralMetaArguments, OrToken, ProviderMetaArguments } from "./bound";
export { HikubeProvider, type HikubeProviderConfig, type HikubeProviderExec } from "./bindings/hikube-provider";
export { Manifest, type ManifestConfig, type ManifestTimeouts, type ManifestWait } from "./bindings/manifest";
export { Platform, type PlatformConfig, type PlatformTimeouts } from "./bindings/platform";
export {
  Tenant,
  type TenantAccess,
  type TenantAccessAdmins,
  type TenantAccessDeployers,
  type TenantAccessOwners,
  type TenantAccessUsers,
  type TenantAccessViewers,
  type TenantConfig,
  type TenantContainerDefaults,
  type TenantContainerDefaultsLimits,
  type TenantContainerDefaultsRequests,
  type TenantCost,
  type TenantMonitoring,
  type TenantMonitoringClusters,
  type TenantMonitoringClustersKeys,
  type TenantMonitoringDashboards,
  type TenantMonitoringExposure,
  type TenantMonitoringGrafanas,
  type TenantMonitoringLogs,
  type TenantMonitoringMetrics,
  type TenantMonitoringOidc,
  type TenantMonitoringOidcClientSecret,
  type TenantMonitoringPrices,
  type TenantMonitoringQuota,
  type TenantMonitoringReceivers,
  type TenantMonitoringReceiversPassword,
  type TenantMonitoringReceiversRoutingKey,
  type TenantMonitoringReceiversToken,
  type TenantMonitoringReceiversUrl,
  type TenantMonitoringSources,
  type TenantMonitoringSourcesVersions,
  type TenantNetwork,
  type TenantNetworkAllowedEgress,
  type TenantNetworkAllowedEgressPorts,
  type TenantNetworkEgress,
  type TenantNetworkEgressPorts,
  type TenantNetworkExpose,
  type TenantNetworkExposePorts,
  type TenantNetworkPeers,
  type TenantNetworkPeersPorts,
  type TenantQuota,
  type TenantQuotaReserved,
  type TenantSecurity,
  type TenantTimeouts,
} from "./bindings/tenant";
export { DataHikubeConnectivity, type DataHikubeConnectivityConfig } from "./bindings/data-hikube-connectivity";
export { DataHikubeTenant, type DataHikubeTenantConfig } from "./bindings/data-hikube-tenant";
export { DataHikubeTenantUsage, type DataHikubeTenantUsageConfig } from "./bindings/data-hikube-tenant-usage";
export { DataHikubeTenants, type DataHikubeTenantsConfig } from "./bindings/data-hikube-tenants";
export {
  EphemeralHikubeKubeconfig,
  type EphemeralHikubeKubeconfigConfig,
  type EphemeralHikubeKubeconfigOidc,
} from "./bindings/ephemeral-hikube-kubeconfig";
