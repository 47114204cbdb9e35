/** Tenants from YAML or JSON, for teams that do not write TypeScript. */

// Reading and checking.
export { readClusterFile, readTenantsFile } from "./files";
export { checkTenants, type CheckedTenants, type CheckOptions } from "./check-tenants";
export { checkCluster, type CheckedCluster } from "./check-cluster";

// What a file holds.
export type { TenantInFile, TenantsFile } from "./tenants-file";
export { LIMITS } from "./limits";

// Its faults.
export { formatFileIssue, withPlaceInPath, type FileIssue, type Position } from "./file-issue";
