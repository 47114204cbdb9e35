import { readDataSourceState, validateDataSourceConfig } from "./data-source-rpcs";
import { getResourceIdentitySchemas, upgradeResourceIdentity } from "./identity-rpcs";
import { configure, getMetadata, getProviderSchema, stopProvider, validateProviderConfig } from "./provider-rpcs";
import {
  applyResourceChange,
  importResourceState,
  planResourceChange,
  readResourceState,
  upgradeResourceState,
  validateResourceConfig,
} from "./resource-rpcs";
import type { Rpc } from "./rpc";

/**
 * The procedures of `tfplugin6.Provider` by name. What is not here is answered as unimplemented, which
 * Terraform accepts for everything that the schema does not announce.
 */
export const PROVIDER_RPCS: Readonly<Record<string, Rpc>> = {
  GetMetadata: getMetadata,
  GetProviderSchema: getProviderSchema,
  ValidateProviderConfig: validateProviderConfig,
  ConfigureProvider: configure,
  StopProvider: stopProvider,
  ValidateResourceConfig: validateResourceConfig,
  UpgradeResourceState: upgradeResourceState,
  GetResourceIdentitySchemas: getResourceIdentitySchemas,
  UpgradeResourceIdentity: upgradeResourceIdentity,
  ReadResource: readResourceState,
  PlanResourceChange: planResourceChange,
  ApplyResourceChange: applyResourceChange,
  ImportResourceState: importResourceState,
  ValidateDataResourceConfig: validateDataSourceConfig,
  ReadDataSource: readDataSourceState,
};
