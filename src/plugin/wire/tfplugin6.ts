// Terraform plugin protocol 6.11, made by scripts/protocol-table.ts. Do not edit.

/* eslint max-lines: off */

import { BOOL, BYTES, INTEGER, keyed, many, map, one, optional, repeated, single, STRING } from "./fields";
import { define, type Message, type MessageOf } from "./message-type";
import { Timestamp } from "./timestamp";

export const DiagnosticSeverity = {
  INVALID: 0,
  ERROR: 1,
  WARNING: 2,
} as const;

export const StringKind = {
  PLAIN: 0,
  MARKDOWN: 1,
} as const;

export const SchemaNestedBlockNestingMode = {
  INVALID: 0,
  SINGLE: 1,
  LIST: 2,
  SET: 3,
  MAP: 4,
  GROUP: 5,
} as const;

export const SchemaObjectNestingMode = {
  INVALID: 0,
  SINGLE: 1,
  LIST: 2,
  SET: 3,
  MAP: 4,
} as const;

export const DeferredReason = {
  UNKNOWN: 0,
  RESOURCE_CONFIG_UNKNOWN: 1,
  PROVIDER_CONFIG_UNKNOWN: 2,
  ABSENT_PREREQ: 3,
} as const;

export interface DynamicValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}
export const DynamicValue: Message<DynamicValue> = define(() => ({
  msgpack: single(1, BYTES),
  json: single(2, BYTES),
}));

export interface DiagnosticMessage {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute: AttributePath | undefined;
}
export const DiagnosticMessage: Message<DiagnosticMessage> = define(() => ({
  severity: single(1, INTEGER),
  summary: single(2, STRING),
  detail: single(3, STRING),
  attribute: one(4, () => AttributePath),
}));

export interface FunctionErrorMessage {
  readonly text: string;
  readonly functionArgument: number | undefined;
}
export const FunctionErrorMessage: Message<FunctionErrorMessage> = define(() => ({
  text: single(1, STRING),
  functionArgument: optional(2, INTEGER),
}));

export interface AttributePath {
  readonly steps: readonly AttributePathStep[];
}
export const AttributePath: Message<AttributePath> = define(() => ({
  steps: many(1, () => AttributePathStep),
}));

export interface AttributePathStep {
  readonly attributeName: string | undefined;
  readonly elementKeyString: string | undefined;
  readonly elementKeyInt: number | undefined;
}
export const AttributePathStep: Message<AttributePathStep> = define(() => ({
  attributeName: optional(1, STRING),
  elementKeyString: optional(2, STRING),
  elementKeyInt: optional(3, INTEGER),
}));

export type StopProviderRequest = object;
export const StopProviderRequest: Message<StopProviderRequest> = define(() => ({}));

export interface StopProviderResponse {
  readonly error: string;
}
export const StopProviderResponse: Message<StopProviderResponse> = define(() => ({
  error: single(1, STRING),
}));

export interface RawState {
  readonly json: Uint8Array;
  readonly flatmap: ReadonlyMap<string, string>;
}
export const RawState: Message<RawState> = define(() => ({
  json: single(1, BYTES),
  flatmap: map(2, STRING),
}));

export interface ResourceIdentitySchema {
  readonly version: number;
  readonly identityAttributes: readonly ResourceIdentitySchemaIdentityAttribute[];
}
export const ResourceIdentitySchema: Message<ResourceIdentitySchema> = define(() => ({
  version: single(1, INTEGER),
  identityAttributes: many(2, () => ResourceIdentitySchemaIdentityAttribute),
}));

export interface ResourceIdentitySchemaIdentityAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly requiredForImport: boolean;
  readonly optionalForImport: boolean;
  readonly description: string;
}
export const ResourceIdentitySchemaIdentityAttribute: Message<ResourceIdentitySchemaIdentityAttribute> = define(() => ({
  name: single(1, STRING),
  type: single(2, BYTES),
  requiredForImport: single(3, BOOL),
  optionalForImport: single(4, BOOL),
  description: single(5, STRING),
}));

export interface ResourceIdentityData {
  readonly identityData: DynamicValue | undefined;
}
export const ResourceIdentityData: Message<ResourceIdentityData> = define(() => ({
  identityData: one(1, () => DynamicValue),
}));

export interface ActionSchema {
  readonly schema: SchemaMessage | undefined;
}
export const ActionSchema: Message<ActionSchema> = define(() => ({
  schema: one(1, () => SchemaMessage),
}));

export interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage | undefined;
}
export const SchemaMessage: Message<SchemaMessage> = define(() => ({
  version: single(1, INTEGER),
  block: one(2, () => BlockMessage),
}));

export interface BlockMessage {
  readonly version: number;
  readonly attributes: readonly AttributeMessage[];
  readonly blockTypes: readonly NestedBlockMessage[];
  readonly description: string;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly deprecationMessage: string;
  readonly computed: boolean;
}
export const BlockMessage: Message<BlockMessage> = define(() => ({
  version: single(1, INTEGER),
  attributes: many(2, () => AttributeMessage),
  blockTypes: many(3, () => NestedBlockMessage),
  description: single(4, STRING),
  descriptionKind: single(5, INTEGER),
  deprecated: single(6, BOOL),
  deprecationMessage: single(7, STRING),
  computed: single(8, BOOL),
}));

export interface AttributeMessage {
  readonly name: string;
  readonly type: Uint8Array;
  readonly nestedType: ObjectMessage | undefined;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly writeOnly: boolean;
  readonly deprecationMessage: string;
}
export const AttributeMessage: Message<AttributeMessage> = define(() => ({
  name: single(1, STRING),
  type: single(2, BYTES),
  nestedType: one(10, () => ObjectMessage),
  description: single(3, STRING),
  required: single(4, BOOL),
  optional: single(5, BOOL),
  computed: single(6, BOOL),
  sensitive: single(7, BOOL),
  descriptionKind: single(8, INTEGER),
  deprecated: single(9, BOOL),
  writeOnly: single(11, BOOL),
  deprecationMessage: single(12, STRING),
}));

export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage | undefined;
  readonly nesting: number;
  readonly minItems: number;
  readonly maxItems: number;
}
export const NestedBlockMessage: Message<NestedBlockMessage> = define(() => ({
  typeName: single(1, STRING),
  block: one(2, () => BlockMessage),
  nesting: single(3, INTEGER),
  minItems: single(4, INTEGER),
  maxItems: single(5, INTEGER),
}));

export interface ObjectMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
  readonly minItems: number;
  readonly maxItems: number;
}
export const ObjectMessage: Message<ObjectMessage> = define(() => ({
  attributes: many(1, () => AttributeMessage),
  nesting: single(3, INTEGER),
  minItems: single(4, INTEGER),
  maxItems: single(5, INTEGER),
}));

export interface FunctionMessage {
  readonly parameters: readonly FunctionParameter[];
  readonly variadicParameter: FunctionParameter | undefined;
  readonly return: FunctionReturn | undefined;
  readonly summary: string;
  readonly description: string;
  readonly descriptionKind: number;
  readonly deprecationMessage: string;
}
export const FunctionMessage: Message<FunctionMessage> = define(() => ({
  parameters: many(1, () => FunctionParameter),
  variadicParameter: one(2, () => FunctionParameter),
  return: one(3, () => FunctionReturn),
  summary: single(4, STRING),
  description: single(5, STRING),
  descriptionKind: single(6, INTEGER),
  deprecationMessage: single(7, STRING),
}));

export interface FunctionParameter {
  readonly name: string;
  readonly type: Uint8Array;
  readonly allowNullValue: boolean;
  readonly allowUnknownValues: boolean;
  readonly description: string;
  readonly descriptionKind: number;
}
export const FunctionParameter: Message<FunctionParameter> = define(() => ({
  name: single(1, STRING),
  type: single(2, BYTES),
  allowNullValue: single(3, BOOL),
  allowUnknownValues: single(4, BOOL),
  description: single(5, STRING),
  descriptionKind: single(6, INTEGER),
}));

export interface FunctionReturn {
  readonly type: Uint8Array;
}
export const FunctionReturn: Message<FunctionReturn> = define(() => ({
  type: single(1, BYTES),
}));

export interface ServerCapabilities {
  readonly planDestroy: boolean;
  readonly getProviderSchemaOptional: boolean;
  readonly moveResourceState: boolean;
  readonly generateResourceConfig: boolean;
}
export const ServerCapabilities: Message<ServerCapabilities> = define(() => ({
  planDestroy: single(1, BOOL),
  getProviderSchemaOptional: single(2, BOOL),
  moveResourceState: single(3, BOOL),
  generateResourceConfig: single(4, BOOL),
}));

export interface ClientCapabilities {
  readonly deferralAllowed: boolean;
  readonly writeOnlyAttributesAllowed: boolean;
  readonly storePlannedPrivate: boolean;
  readonly computedBlocksAllowed: boolean;
}
export const ClientCapabilities: Message<ClientCapabilities> = define(() => ({
  deferralAllowed: single(1, BOOL),
  writeOnlyAttributesAllowed: single(2, BOOL),
  storePlannedPrivate: single(3, BOOL),
  computedBlocksAllowed: single(4, BOOL),
}));

export interface Deferred {
  readonly reason: number;
}
export const Deferred: Message<Deferred> = define(() => ({
  reason: single(1, INTEGER),
}));

export type GetMetadataRequest = object;
export const GetMetadataRequest: Message<GetMetadataRequest> = define(() => ({}));

export interface GetMetadataResponse {
  readonly serverCapabilities: ServerCapabilities | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly dataSources: readonly GetMetadataDataSourceMetadata[];
  readonly resources: readonly GetMetadataResourceMetadata[];
  readonly functions: readonly GetMetadataFunctionMetadata[];
  readonly ephemeralResources: readonly GetMetadataEphemeralMetadata[];
  readonly listResources: readonly GetMetadataListResourceMetadata[];
  readonly stateStores: readonly GetMetadataStateStoreMetadata[];
  readonly actions: readonly GetMetadataActionMetadata[];
}
export const GetMetadataResponse: Message<GetMetadataResponse> = define(() => ({
  serverCapabilities: one(1, () => ServerCapabilities),
  diagnostics: many(2, () => DiagnosticMessage),
  dataSources: many(3, () => GetMetadataDataSourceMetadata),
  resources: many(4, () => GetMetadataResourceMetadata),
  functions: many(5, () => GetMetadataFunctionMetadata),
  ephemeralResources: many(6, () => GetMetadataEphemeralMetadata),
  listResources: many(7, () => GetMetadataListResourceMetadata),
  stateStores: many(8, () => GetMetadataStateStoreMetadata),
  actions: many(9, () => GetMetadataActionMetadata),
}));

export interface GetMetadataEphemeralMetadata {
  readonly typeName: string;
}
export const GetMetadataEphemeralMetadata: Message<GetMetadataEphemeralMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetMetadataFunctionMetadata {
  readonly name: string;
}
export const GetMetadataFunctionMetadata: Message<GetMetadataFunctionMetadata> = define(() => ({
  name: single(1, STRING),
}));

export interface GetMetadataDataSourceMetadata {
  readonly typeName: string;
}
export const GetMetadataDataSourceMetadata: Message<GetMetadataDataSourceMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetMetadataResourceMetadata {
  readonly typeName: string;
}
export const GetMetadataResourceMetadata: Message<GetMetadataResourceMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetMetadataListResourceMetadata {
  readonly typeName: string;
}
export const GetMetadataListResourceMetadata: Message<GetMetadataListResourceMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetMetadataStateStoreMetadata {
  readonly typeName: string;
}
export const GetMetadataStateStoreMetadata: Message<GetMetadataStateStoreMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetMetadataActionMetadata {
  readonly typeName: string;
}
export const GetMetadataActionMetadata: Message<GetMetadataActionMetadata> = define(() => ({
  typeName: single(1, STRING),
}));

export type GetProviderSchemaRequest = object;
export const GetProviderSchemaRequest: Message<GetProviderSchemaRequest> = define(() => ({}));

export interface GetProviderSchemaResponse {
  readonly provider: SchemaMessage | undefined;
  readonly resourceSchemas: ReadonlyMap<string, SchemaMessage>;
  readonly dataSourceSchemas: ReadonlyMap<string, SchemaMessage>;
  readonly functions: ReadonlyMap<string, FunctionMessage>;
  readonly ephemeralResourceSchemas: ReadonlyMap<string, SchemaMessage>;
  readonly listResourceSchemas: ReadonlyMap<string, SchemaMessage>;
  readonly stateStoreSchemas: ReadonlyMap<string, SchemaMessage>;
  readonly actionSchemas: ReadonlyMap<string, ActionSchema>;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly providerMeta: SchemaMessage | undefined;
  readonly serverCapabilities: ServerCapabilities | undefined;
}
export const GetProviderSchemaResponse: Message<GetProviderSchemaResponse> = define(() => ({
  provider: one(1, () => SchemaMessage),
  resourceSchemas: keyed(2, () => SchemaMessage),
  dataSourceSchemas: keyed(3, () => SchemaMessage),
  functions: keyed(7, () => FunctionMessage),
  ephemeralResourceSchemas: keyed(8, () => SchemaMessage),
  listResourceSchemas: keyed(9, () => SchemaMessage),
  stateStoreSchemas: keyed(10, () => SchemaMessage),
  actionSchemas: keyed(11, () => ActionSchema),
  diagnostics: many(4, () => DiagnosticMessage),
  providerMeta: one(5, () => SchemaMessage),
  serverCapabilities: one(6, () => ServerCapabilities),
}));

export interface ValidateProviderConfigRequest {
  readonly config: DynamicValue | undefined;
}
export const ValidateProviderConfigRequest: Message<ValidateProviderConfigRequest> = define(() => ({
  config: one(1, () => DynamicValue),
}));

export interface ValidateProviderConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateProviderConfigResponse: Message<ValidateProviderConfigResponse> = define(() => ({
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface UpgradeResourceStateRequest {
  readonly typeName: string;
  readonly version: number;
  readonly rawState: RawState | undefined;
}
export const UpgradeResourceStateRequest: Message<UpgradeResourceStateRequest> = define(() => ({
  typeName: single(1, STRING),
  version: single(2, INTEGER),
  rawState: one(3, () => RawState),
}));

export interface UpgradeResourceStateResponse {
  readonly upgradedState: DynamicValue | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const UpgradeResourceStateResponse: Message<UpgradeResourceStateResponse> = define(() => ({
  upgradedState: one(1, () => DynamicValue),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export type GetResourceIdentitySchemasRequest = object;
export const GetResourceIdentitySchemasRequest: Message<GetResourceIdentitySchemasRequest> = define(() => ({}));

export interface GetResourceIdentitySchemasResponse {
  readonly identitySchemas: ReadonlyMap<string, ResourceIdentitySchema>;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const GetResourceIdentitySchemasResponse: Message<GetResourceIdentitySchemasResponse> = define(() => ({
  identitySchemas: keyed(1, () => ResourceIdentitySchema),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface UpgradeResourceIdentityRequest {
  readonly typeName: string;
  readonly version: number;
  readonly rawIdentity: RawState | undefined;
}
export const UpgradeResourceIdentityRequest: Message<UpgradeResourceIdentityRequest> = define(() => ({
  typeName: single(1, STRING),
  version: single(2, INTEGER),
  rawIdentity: one(3, () => RawState),
}));

export interface UpgradeResourceIdentityResponse {
  readonly upgradedIdentity: ResourceIdentityData | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const UpgradeResourceIdentityResponse: Message<UpgradeResourceIdentityResponse> = define(() => ({
  upgradedIdentity: one(1, () => ResourceIdentityData),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface ValidateResourceConfigRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const ValidateResourceConfigRequest: Message<ValidateResourceConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  clientCapabilities: one(3, () => ClientCapabilities),
}));

export interface ValidateResourceConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateResourceConfigResponse: Message<ValidateResourceConfigResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ValidateDataResourceConfigRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
}
export const ValidateDataResourceConfigRequest: Message<ValidateDataResourceConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
}));

export interface ValidateDataResourceConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateDataResourceConfigResponse: Message<ValidateDataResourceConfigResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ValidateEphemeralResourceConfigRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
}
export const ValidateEphemeralResourceConfigRequest: Message<ValidateEphemeralResourceConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
}));

export interface ValidateEphemeralResourceConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateEphemeralResourceConfigResponse: Message<ValidateEphemeralResourceConfigResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ConfigureProviderRequest {
  readonly terraformVersion: string;
  readonly config: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const ConfigureProviderRequest: Message<ConfigureProviderRequest> = define(() => ({
  terraformVersion: single(1, STRING),
  config: one(2, () => DynamicValue),
  clientCapabilities: one(3, () => ClientCapabilities),
}));

export interface ConfigureProviderResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ConfigureProviderResponse: Message<ConfigureProviderResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ReadResourceRequest {
  readonly typeName: string;
  readonly currentState: DynamicValue | undefined;
  readonly private: Uint8Array;
  readonly providerMeta: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
  readonly currentIdentity: ResourceIdentityData | undefined;
}
export const ReadResourceRequest: Message<ReadResourceRequest> = define(() => ({
  typeName: single(1, STRING),
  currentState: one(2, () => DynamicValue),
  private: single(3, BYTES),
  providerMeta: one(4, () => DynamicValue),
  clientCapabilities: one(5, () => ClientCapabilities),
  currentIdentity: one(6, () => ResourceIdentityData),
}));

export interface ReadResourceResponse {
  readonly newState: DynamicValue | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly private: Uint8Array;
  readonly deferred: Deferred | undefined;
  readonly newIdentity: ResourceIdentityData | undefined;
}
export const ReadResourceResponse: Message<ReadResourceResponse> = define(() => ({
  newState: one(1, () => DynamicValue),
  diagnostics: many(2, () => DiagnosticMessage),
  private: single(3, BYTES),
  deferred: one(4, () => Deferred),
  newIdentity: one(5, () => ResourceIdentityData),
}));

export interface PlanResourceChangeRequest {
  readonly typeName: string;
  readonly priorState: DynamicValue | undefined;
  readonly proposedNewState: DynamicValue | undefined;
  readonly config: DynamicValue | undefined;
  readonly priorPrivate: Uint8Array;
  readonly providerMeta: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
  readonly priorIdentity: ResourceIdentityData | undefined;
  readonly plannedPrivate: Uint8Array;
}
export const PlanResourceChangeRequest: Message<PlanResourceChangeRequest> = define(() => ({
  typeName: single(1, STRING),
  priorState: one(2, () => DynamicValue),
  proposedNewState: one(3, () => DynamicValue),
  config: one(4, () => DynamicValue),
  priorPrivate: single(5, BYTES),
  providerMeta: one(6, () => DynamicValue),
  clientCapabilities: one(7, () => ClientCapabilities),
  priorIdentity: one(8, () => ResourceIdentityData),
  plannedPrivate: single(9, BYTES),
}));

export interface PlanResourceChangeResponse {
  readonly plannedState: DynamicValue | undefined;
  readonly requiresReplace: readonly AttributePath[];
  readonly plannedPrivate: Uint8Array;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly legacyTypeSystem: boolean;
  readonly deferred: Deferred | undefined;
  readonly plannedIdentity: ResourceIdentityData | undefined;
}
export const PlanResourceChangeResponse: Message<PlanResourceChangeResponse> = define(() => ({
  plannedState: one(1, () => DynamicValue),
  requiresReplace: many(2, () => AttributePath),
  plannedPrivate: single(3, BYTES),
  diagnostics: many(4, () => DiagnosticMessage),
  legacyTypeSystem: single(5, BOOL),
  deferred: one(6, () => Deferred),
  plannedIdentity: one(7, () => ResourceIdentityData),
}));

export interface ApplyResourceChangeRequest {
  readonly typeName: string;
  readonly priorState: DynamicValue | undefined;
  readonly plannedState: DynamicValue | undefined;
  readonly config: DynamicValue | undefined;
  readonly plannedPrivate: Uint8Array;
  readonly providerMeta: DynamicValue | undefined;
  readonly plannedIdentity: ResourceIdentityData | undefined;
}
export const ApplyResourceChangeRequest: Message<ApplyResourceChangeRequest> = define(() => ({
  typeName: single(1, STRING),
  priorState: one(2, () => DynamicValue),
  plannedState: one(3, () => DynamicValue),
  config: one(4, () => DynamicValue),
  plannedPrivate: single(5, BYTES),
  providerMeta: one(6, () => DynamicValue),
  plannedIdentity: one(7, () => ResourceIdentityData),
}));

export interface ApplyResourceChangeResponse {
  readonly newState: DynamicValue | undefined;
  readonly private: Uint8Array;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly legacyTypeSystem: boolean;
  readonly newIdentity: ResourceIdentityData | undefined;
}
export const ApplyResourceChangeResponse: Message<ApplyResourceChangeResponse> = define(() => ({
  newState: one(1, () => DynamicValue),
  private: single(2, BYTES),
  diagnostics: many(3, () => DiagnosticMessage),
  legacyTypeSystem: single(4, BOOL),
  newIdentity: one(5, () => ResourceIdentityData),
}));

export interface ImportResourceStateRequest {
  readonly typeName: string;
  readonly id: string;
  readonly clientCapabilities: ClientCapabilities | undefined;
  readonly identity: ResourceIdentityData | undefined;
}
export const ImportResourceStateRequest: Message<ImportResourceStateRequest> = define(() => ({
  typeName: single(1, STRING),
  id: single(2, STRING),
  clientCapabilities: one(3, () => ClientCapabilities),
  identity: one(4, () => ResourceIdentityData),
}));

export interface ImportResourceStateImportedResource {
  readonly typeName: string;
  readonly state: DynamicValue | undefined;
  readonly private: Uint8Array;
  readonly identity: ResourceIdentityData | undefined;
}
export const ImportResourceStateImportedResource: Message<ImportResourceStateImportedResource> = define(() => ({
  typeName: single(1, STRING),
  state: one(2, () => DynamicValue),
  private: single(3, BYTES),
  identity: one(4, () => ResourceIdentityData),
}));

export interface ImportResourceStateResponse {
  readonly importedResources: readonly ImportResourceStateImportedResource[];
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly deferred: Deferred | undefined;
}
export const ImportResourceStateResponse: Message<ImportResourceStateResponse> = define(() => ({
  importedResources: many(1, () => ImportResourceStateImportedResource),
  diagnostics: many(2, () => DiagnosticMessage),
  deferred: one(3, () => Deferred),
}));

export interface GenerateResourceConfigRequest {
  readonly typeName: string;
  readonly state: DynamicValue | undefined;
}
export const GenerateResourceConfigRequest: Message<GenerateResourceConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  state: one(2, () => DynamicValue),
}));

export interface GenerateResourceConfigResponse {
  readonly config: DynamicValue | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const GenerateResourceConfigResponse: Message<GenerateResourceConfigResponse> = define(() => ({
  config: one(1, () => DynamicValue),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface MoveResourceStateRequest {
  readonly sourceProviderAddress: string;
  readonly sourceTypeName: string;
  readonly sourceSchemaVersion: number;
  readonly sourceState: RawState | undefined;
  readonly targetTypeName: string;
  readonly sourcePrivate: Uint8Array;
  readonly sourceIdentity: RawState | undefined;
  readonly sourceIdentitySchemaVersion: number;
}
export const MoveResourceStateRequest: Message<MoveResourceStateRequest> = define(() => ({
  sourceProviderAddress: single(1, STRING),
  sourceTypeName: single(2, STRING),
  sourceSchemaVersion: single(3, INTEGER),
  sourceState: one(4, () => RawState),
  targetTypeName: single(5, STRING),
  sourcePrivate: single(6, BYTES),
  sourceIdentity: one(7, () => RawState),
  sourceIdentitySchemaVersion: single(8, INTEGER),
}));

export interface MoveResourceStateResponse {
  readonly targetState: DynamicValue | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly targetPrivate: Uint8Array;
  readonly targetIdentity: ResourceIdentityData | undefined;
}
export const MoveResourceStateResponse: Message<MoveResourceStateResponse> = define(() => ({
  targetState: one(1, () => DynamicValue),
  diagnostics: many(2, () => DiagnosticMessage),
  targetPrivate: single(3, BYTES),
  targetIdentity: one(4, () => ResourceIdentityData),
}));

export interface ReadDataSourceRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly providerMeta: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const ReadDataSourceRequest: Message<ReadDataSourceRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  providerMeta: one(3, () => DynamicValue),
  clientCapabilities: one(4, () => ClientCapabilities),
}));

export interface ReadDataSourceResponse {
  readonly state: DynamicValue | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly deferred: Deferred | undefined;
}
export const ReadDataSourceResponse: Message<ReadDataSourceResponse> = define(() => ({
  state: one(1, () => DynamicValue),
  diagnostics: many(2, () => DiagnosticMessage),
  deferred: one(3, () => Deferred),
}));

export interface OpenEphemeralResourceRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const OpenEphemeralResourceRequest: Message<OpenEphemeralResourceRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  clientCapabilities: one(3, () => ClientCapabilities),
}));

export interface OpenEphemeralResourceResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly renewAt: Timestamp | undefined;
  readonly result: DynamicValue | undefined;
  readonly private: Uint8Array | undefined;
  readonly deferred: Deferred | undefined;
}
export const OpenEphemeralResourceResponse: Message<OpenEphemeralResourceResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
  renewAt: one(2, () => Timestamp),
  result: one(3, () => DynamicValue),
  private: optional(4, BYTES),
  deferred: one(5, () => Deferred),
}));

export interface RenewEphemeralResourceRequest {
  readonly typeName: string;
  readonly private: Uint8Array | undefined;
}
export const RenewEphemeralResourceRequest: Message<RenewEphemeralResourceRequest> = define(() => ({
  typeName: single(1, STRING),
  private: optional(2, BYTES),
}));

export interface RenewEphemeralResourceResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly renewAt: Timestamp | undefined;
  readonly private: Uint8Array | undefined;
}
export const RenewEphemeralResourceResponse: Message<RenewEphemeralResourceResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
  renewAt: one(2, () => Timestamp),
  private: optional(3, BYTES),
}));

export interface CloseEphemeralResourceRequest {
  readonly typeName: string;
  readonly private: Uint8Array | undefined;
}
export const CloseEphemeralResourceRequest: Message<CloseEphemeralResourceRequest> = define(() => ({
  typeName: single(1, STRING),
  private: optional(2, BYTES),
}));

export interface CloseEphemeralResourceResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const CloseEphemeralResourceResponse: Message<CloseEphemeralResourceResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export type GetFunctionsRequest = object;
export const GetFunctionsRequest: Message<GetFunctionsRequest> = define(() => ({}));

export interface GetFunctionsResponse {
  readonly functions: ReadonlyMap<string, FunctionMessage>;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const GetFunctionsResponse: Message<GetFunctionsResponse> = define(() => ({
  functions: keyed(1, () => FunctionMessage),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface CallFunctionRequest {
  readonly name: string;
  readonly arguments: readonly DynamicValue[];
}
export const CallFunctionRequest: Message<CallFunctionRequest> = define(() => ({
  name: single(1, STRING),
  arguments: many(2, () => DynamicValue),
}));

export interface CallFunctionResponse {
  readonly result: DynamicValue | undefined;
  readonly error: FunctionErrorMessage | undefined;
}
export const CallFunctionResponse: Message<CallFunctionResponse> = define(() => ({
  result: one(1, () => DynamicValue),
  error: one(2, () => FunctionErrorMessage),
}));

export interface ListResourceRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly includeResourceObject: boolean;
  readonly limit: number;
}
export const ListResourceRequest: Message<ListResourceRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  includeResourceObject: single(3, BOOL),
  limit: single(4, INTEGER),
}));

export interface ListResourceEvent {
  readonly identity: ResourceIdentityData | undefined;
  readonly displayName: string;
  readonly resourceObject: DynamicValue | undefined;
  readonly diagnostic: readonly DiagnosticMessage[];
}
export const ListResourceEvent: Message<ListResourceEvent> = define(() => ({
  identity: one(1, () => ResourceIdentityData),
  displayName: single(2, STRING),
  resourceObject: one(3, () => DynamicValue),
  diagnostic: many(4, () => DiagnosticMessage),
}));

export interface ValidateListResourceConfigRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly includeResourceObject: DynamicValue | undefined;
  readonly limit: DynamicValue | undefined;
}
export const ValidateListResourceConfigRequest: Message<ValidateListResourceConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  includeResourceObject: one(3, () => DynamicValue),
  limit: one(4, () => DynamicValue),
}));

export interface ValidateListResourceConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateListResourceConfigResponse: Message<ValidateListResourceConfigResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ValidateStateStoreRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
}
export const ValidateStateStoreRequest: Message<ValidateStateStoreRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
}));

export interface ValidateStateStoreResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateStateStoreResponse: Message<ValidateStateStoreResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ConfigureStateStoreRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
  readonly capabilities: StateStoreClientCapabilities | undefined;
}
export const ConfigureStateStoreRequest: Message<ConfigureStateStoreRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
  capabilities: one(3, () => StateStoreClientCapabilities),
}));

export interface ConfigureStateStoreResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly capabilities: StateStoreServerCapabilities | undefined;
}
export const ConfigureStateStoreResponse: Message<ConfigureStateStoreResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
  capabilities: one(2, () => StateStoreServerCapabilities),
}));

export interface StateStoreClientCapabilities {
  readonly chunkSize: number;
}
export const StateStoreClientCapabilities: Message<StateStoreClientCapabilities> = define(() => ({
  chunkSize: single(1, INTEGER),
}));

export interface StateStoreServerCapabilities {
  readonly chunkSize: number;
}
export const StateStoreServerCapabilities: Message<StateStoreServerCapabilities> = define(() => ({
  chunkSize: single(1, INTEGER),
}));

export interface ReadStateBytesRequest {
  readonly typeName: string;
  readonly stateId: string;
}
export const ReadStateBytesRequest: Message<ReadStateBytesRequest> = define(() => ({
  typeName: single(1, STRING),
  stateId: single(2, STRING),
}));

export interface ReadStateBytesResponse {
  readonly bytes: Uint8Array;
  readonly totalLength: number;
  readonly range: StateRange | undefined;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ReadStateBytesResponse: Message<ReadStateBytesResponse> = define(() => ({
  bytes: single(1, BYTES),
  totalLength: single(2, INTEGER),
  range: one(3, () => StateRange),
  diagnostics: many(4, () => DiagnosticMessage),
}));

export interface WriteStateBytesRequestChunk {
  readonly meta: RequestChunkMeta | undefined;
  readonly bytes: Uint8Array;
  readonly totalLength: number;
  readonly range: StateRange | undefined;
}
export const WriteStateBytesRequestChunk: Message<WriteStateBytesRequestChunk> = define(() => ({
  meta: one(1, () => RequestChunkMeta),
  bytes: single(2, BYTES),
  totalLength: single(3, INTEGER),
  range: one(4, () => StateRange),
}));

export interface WriteStateBytesResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const WriteStateBytesResponse: Message<WriteStateBytesResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface RequestChunkMeta {
  readonly typeName: string;
  readonly stateId: string;
}
export const RequestChunkMeta: Message<RequestChunkMeta> = define(() => ({
  typeName: single(1, STRING),
  stateId: single(2, STRING),
}));

export interface StateRange {
  readonly start: number;
  readonly end: number;
}
export const StateRange: Message<StateRange> = define(() => ({
  start: single(1, INTEGER),
  end: single(2, INTEGER),
}));

export interface LockStateRequest {
  readonly typeName: string;
  readonly stateId: string;
  readonly operation: string;
}
export const LockStateRequest: Message<LockStateRequest> = define(() => ({
  typeName: single(1, STRING),
  stateId: single(2, STRING),
  operation: single(3, STRING),
}));

export interface LockStateResponse {
  readonly lockId: string;
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const LockStateResponse: Message<LockStateResponse> = define(() => ({
  lockId: single(1, STRING),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface UnlockStateRequest {
  readonly typeName: string;
  readonly stateId: string;
  readonly lockId: string;
}
export const UnlockStateRequest: Message<UnlockStateRequest> = define(() => ({
  typeName: single(1, STRING),
  stateId: single(2, STRING),
  lockId: single(3, STRING),
}));

export interface UnlockStateResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const UnlockStateResponse: Message<UnlockStateResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface GetStatesRequest {
  readonly typeName: string;
}
export const GetStatesRequest: Message<GetStatesRequest> = define(() => ({
  typeName: single(1, STRING),
}));

export interface GetStatesResponse {
  readonly stateId: readonly string[];
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const GetStatesResponse: Message<GetStatesResponse> = define(() => ({
  stateId: repeated(1, STRING),
  diagnostics: many(2, () => DiagnosticMessage),
}));

export interface DeleteStateRequest {
  readonly typeName: string;
  readonly stateId: string;
}
export const DeleteStateRequest: Message<DeleteStateRequest> = define(() => ({
  typeName: single(1, STRING),
  stateId: single(2, STRING),
}));

export interface DeleteStateResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const DeleteStateResponse: Message<DeleteStateResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface PlanActionRequest {
  readonly actionType: string;
  readonly config: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const PlanActionRequest: Message<PlanActionRequest> = define(() => ({
  actionType: single(1, STRING),
  config: one(2, () => DynamicValue),
  clientCapabilities: one(3, () => ClientCapabilities),
}));

export interface PlanActionResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
  readonly deferred: Deferred | undefined;
}
export const PlanActionResponse: Message<PlanActionResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
  deferred: one(2, () => Deferred),
}));

export interface InvokeActionRequest {
  readonly actionType: string;
  readonly config: DynamicValue | undefined;
  readonly clientCapabilities: ClientCapabilities | undefined;
}
export const InvokeActionRequest: Message<InvokeActionRequest> = define(() => ({
  actionType: single(1, STRING),
  config: one(2, () => DynamicValue),
  clientCapabilities: one(3, () => ClientCapabilities),
}));

export interface InvokeActionEvent {
  readonly progress: InvokeActionEventProgress | undefined;
  readonly completed: InvokeActionEventCompleted | undefined;
}
export const InvokeActionEvent: Message<InvokeActionEvent> = define(() => ({
  progress: one(1, () => InvokeActionEventProgress),
  completed: one(2, () => InvokeActionEventCompleted),
}));

export interface InvokeActionEventProgress {
  readonly message: string;
}
export const InvokeActionEventProgress: Message<InvokeActionEventProgress> = define(() => ({
  message: single(1, STRING),
}));

export interface InvokeActionEventCompleted {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const InvokeActionEventCompleted: Message<InvokeActionEventCompleted> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

export interface ValidateActionConfigRequest {
  readonly typeName: string;
  readonly config: DynamicValue | undefined;
}
export const ValidateActionConfigRequest: Message<ValidateActionConfigRequest> = define(() => ({
  typeName: single(1, STRING),
  config: one(2, () => DynamicValue),
}));

export interface ValidateActionConfigResponse {
  readonly diagnostics: readonly DiagnosticMessage[];
}
export const ValidateActionConfigResponse: Message<ValidateActionConfigResponse> = define(() => ({
  diagnostics: many(1, () => DiagnosticMessage),
}));

/** The procedures of `tfplugin6.Provider`: what they take and answer, and which side sends a stream. */
export const METHODS = {
  GetMetadata: { request: GetMetadataRequest, response: GetMetadataResponse, stream: "none" },
  GetProviderSchema: { request: GetProviderSchemaRequest, response: GetProviderSchemaResponse, stream: "none" },
  ValidateProviderConfig: { request: ValidateProviderConfigRequest, response: ValidateProviderConfigResponse, stream: "none" },
  ValidateResourceConfig: { request: ValidateResourceConfigRequest, response: ValidateResourceConfigResponse, stream: "none" },
  ValidateDataResourceConfig: { request: ValidateDataResourceConfigRequest, response: ValidateDataResourceConfigResponse, stream: "none" },
  UpgradeResourceState: { request: UpgradeResourceStateRequest, response: UpgradeResourceStateResponse, stream: "none" },
  GetResourceIdentitySchemas: { request: GetResourceIdentitySchemasRequest, response: GetResourceIdentitySchemasResponse, stream: "none" },
  UpgradeResourceIdentity: { request: UpgradeResourceIdentityRequest, response: UpgradeResourceIdentityResponse, stream: "none" },
  ConfigureProvider: { request: ConfigureProviderRequest, response: ConfigureProviderResponse, stream: "none" },
  ReadResource: { request: ReadResourceRequest, response: ReadResourceResponse, stream: "none" },
  PlanResourceChange: { request: PlanResourceChangeRequest, response: PlanResourceChangeResponse, stream: "none" },
  ApplyResourceChange: { request: ApplyResourceChangeRequest, response: ApplyResourceChangeResponse, stream: "none" },
  ImportResourceState: { request: ImportResourceStateRequest, response: ImportResourceStateResponse, stream: "none" },
  MoveResourceState: { request: MoveResourceStateRequest, response: MoveResourceStateResponse, stream: "none" },
  ReadDataSource: { request: ReadDataSourceRequest, response: ReadDataSourceResponse, stream: "none" },
  GenerateResourceConfig: { request: GenerateResourceConfigRequest, response: GenerateResourceConfigResponse, stream: "none" },
  ValidateEphemeralResourceConfig: { request: ValidateEphemeralResourceConfigRequest, response: ValidateEphemeralResourceConfigResponse, stream: "none" },
  OpenEphemeralResource: { request: OpenEphemeralResourceRequest, response: OpenEphemeralResourceResponse, stream: "none" },
  RenewEphemeralResource: { request: RenewEphemeralResourceRequest, response: RenewEphemeralResourceResponse, stream: "none" },
  CloseEphemeralResource: { request: CloseEphemeralResourceRequest, response: CloseEphemeralResourceResponse, stream: "none" },
  ListResource: { request: ListResourceRequest, response: ListResourceEvent, stream: "server" },
  ValidateListResourceConfig: { request: ValidateListResourceConfigRequest, response: ValidateListResourceConfigResponse, stream: "none" },
  GetFunctions: { request: GetFunctionsRequest, response: GetFunctionsResponse, stream: "none" },
  CallFunction: { request: CallFunctionRequest, response: CallFunctionResponse, stream: "none" },
  ValidateStateStoreConfig: { request: ValidateStateStoreRequest, response: ValidateStateStoreResponse, stream: "none" },
  ConfigureStateStore: { request: ConfigureStateStoreRequest, response: ConfigureStateStoreResponse, stream: "none" },
  ReadStateBytes: { request: ReadStateBytesRequest, response: ReadStateBytesResponse, stream: "server" },
  WriteStateBytes: { request: WriteStateBytesRequestChunk, response: WriteStateBytesResponse, stream: "client" },
  LockState: { request: LockStateRequest, response: LockStateResponse, stream: "none" },
  UnlockState: { request: UnlockStateRequest, response: UnlockStateResponse, stream: "none" },
  GetStates: { request: GetStatesRequest, response: GetStatesResponse, stream: "none" },
  DeleteState: { request: DeleteStateRequest, response: DeleteStateResponse, stream: "none" },
  PlanAction: { request: PlanActionRequest, response: PlanActionResponse, stream: "none" },
  InvokeAction: { request: InvokeActionRequest, response: InvokeActionEvent, stream: "server" },
  ValidateActionConfig: { request: ValidateActionConfigRequest, response: ValidateActionConfigResponse, stream: "none" },
  StopProvider: { request: StopProviderRequest, response: StopProviderResponse, stream: "none" },
} as const;
export type MethodName = keyof typeof METHODS;
export type RequestOf<M extends MethodName> = MessageOf<(typeof METHODS)[M]["request"]>;
export type ResponseOf<M extends MethodName> = MessageOf<(typeof METHODS)[M]["response"]>;
