import { readDataSourceState, validateDataSourceConfig } from "./data-source-rpcs";
import {
  closeEphemeralResource,
  openEphemeralResource,
  renewEphemeralResource,
  validateEphemeralConfig,
} from "./ephemeral-rpcs";
import { callProviderFunction, getFunctions } from "./function-rpcs";
import { getResourceIdentitySchemas, upgradeResourceIdentity } from "./identity-rpcs";
import { generateResourceConfig, moveResourceState } from "./move-rpcs";
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
 * The procedures of `tfplugin6.Provider` that are carried out. Any other is answered as unimplemented, which
 * Terraform accepts for everything that the schema does not announce.
 */
export const PROVIDER_RPCS: readonly Rpc[] = [
  getMetadata,
  getProviderSchema,
  validateProviderConfig,
  configure,
  stopProvider,
  validateResourceConfig,
  upgradeResourceState,
  getResourceIdentitySchemas,
  upgradeResourceIdentity,
  readResourceState,
  planResourceChange,
  applyResourceChange,
  importResourceState,
  validateDataSourceConfig,
  readDataSourceState,
  moveResourceState,
  generateResourceConfig,
  getFunctions,
  callProviderFunction,
  validateEphemeralConfig,
  openEphemeralResource,
  renewEphemeralResource,
  closeEphemeralResource,
];
