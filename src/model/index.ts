/** The model: from tenants as data to faults and Kubernetes objects. Pure: no package, no file, no clock. */

// What a user writes.
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
} from "./tenant/spec/spec";
export { ANY, type SecuritySpec, type ServiceType } from "./tenant/spec/security-spec";
export { UNLIMITED, type CapacitySpec, type ComputeQuantity, type QuotaSpec } from "./tenant/spec/quota-spec";
export {
  isProfile,
  PROFILE_NAMES,
  PROFILES,
  type PodSecurityLevel,
  type Profile,
  type ProfileDefaults,
} from "./tenant/spec/profile";
export type { ApiServerFacts, ClusterFacts, DnsFacts, ServiceAccountFacts } from "./platform/cluster-facts";

// What it becomes.
export { resolveTenant, type TenantContext } from "./tenant/resolve/resolve";
export { externalTenant, externalWarnings, type ExternalTenantSpec } from "./tenant/external";
export type {
  AccessLevel,
  ContainerDefaults,
  Deployer,
  ExternalFact,
  ExternalFacts,
  StringMap,
  Tenant,
  TenantAccess,
  TenantNetwork,
  TenantNode,
  TenantQuota,
} from "./tenant/resolve/tenant";
export { tenantObjects, type TenantObjects } from "./tenant/objects/objects";
export { restOf, tenantQuota } from "./tenant/objects/carve-out";
export { INERT_RULES } from "./platform/inert-rules";
export { LEVEL_RULES } from "./platform/level-rules";
export { levelRules, type LevelRule, type PolicyRule } from "./platform/levels";
export { PLATFORM_ROLE } from "./platform/platform-role";
export { platformObjects, type PlatformObjects, type PlatformOptions } from "./platform/platform";
export type { KubeMetadata, KubeObject } from "./kubernetes/kube-object";
export { ANNOTATIONS, LABELS, MANAGER, subtreeLabel } from "./tenant/objects/labels";
export { MONITORING_NAME, PLATFORM_NAMESPACE } from "./kubernetes/names";
export { ACCESS_LEVELS, levelRoleName } from "./tenant/resolve/access";

// Whether it is right.
export { validateTenants } from "./tenant/rules/validate";
export { egressWarnings } from "./tenant/rules/egress-rules";
export { parseClusterFacts, validateClusterFacts } from "./platform/cluster-facts-rules";
export { formatIssue, SpecError, type Issue } from "./issue";

// What tools print and read.
export {
  forestOf,
  parseTenantsDocument,
  tenantsDocument,
  type TenantEntry,
  type TenantsDocument,
} from "./tenant/document";
export { tenantTree, type TenantTreeRow } from "./tenant/tree";
export { expiredTenants, type ExpiredTenant } from "./tenant/lifetime";
export { resumePatch, suspendPatch, SUSPENDED_KINDS, type MergePatch } from "./tenant/suspension";
export {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  isQuantity,
  parseQuantity,
  subtractQuantities,
  type Quantity,
} from "./kubernetes/quantity";
