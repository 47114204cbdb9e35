import {
  bool,
  bytes,
  integer,
  message,
  messageMap,
  messages,
  oneOfInteger,
  oneOfString,
  string,
  type Message,
  type MessageOf,
} from "./protobuf";

// Field numbers of tfplugin6, as far as a provider with resources and data sources needs them.
// Newer fields of Terraform's own messages are skipped when read.
// https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin6.proto

/** Empty requests and answers. */
export const EMPTY: Message<object> = { fields: {} };

export const DYNAMIC_VALUE = define({ msgpack: bytes(1), json: bytes(2) });
export type DynamicValue = MessageOf<typeof DYNAMIC_VALUE>;

/** State by Terraform before 0.12, the only one in its other field, is refused. */
export const RAW_STATE = define({ json: bytes(1) });
export type RawState = MessageOf<typeof RAW_STATE>;

const STEP = define({
  attributeName: oneOfString(1),
  elementKeyString: oneOfString(2),
  elementKeyInt: oneOfInteger(3),
});
const ATTRIBUTE_PATH = define({ steps: messages(1, () => STEP) });
export type AttributePath = MessageOf<typeof ATTRIBUTE_PATH>;

const DIAGNOSTIC = define({
  severity: integer(1),
  summary: string(2),
  detail: string(3),
  attribute: message(4, () => ATTRIBUTE_PATH),
});
export type DiagnosticMessage = MessageOf<typeof DIAGNOSTIC>;
const diagnostics = (number: number) => messages(number, () => DIAGNOSTIC);
const value = (number: number) => message(number, () => DYNAMIC_VALUE);

const IDENTITY = define({ identityData: value(1) });
export type IdentityMessage = MessageOf<typeof IDENTITY>;
const identity = (number: number) => message(number, () => IDENTITY);

const CLIENT_CAPABILITIES = define({ deferralAllowed: bool(1), writeOnlyAttributesAllowed: bool(2) });
const clientCapabilities = (number: number) => message(number, () => CLIENT_CAPABILITIES);

const SERVER_CAPABILITIES = define({ planDestroy: bool(1), getProviderSchemaOptional: bool(2) });
const serverCapabilities = (number: number) => message(number, () => SERVER_CAPABILITIES);

export interface ObjectMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
}

export interface AttributeMessage {
  readonly name: string;
  readonly type: Uint8Array;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly nestedType: ObjectMessage | undefined;
  readonly writeOnly: boolean;
  readonly deprecationMessage: string;
}

export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage | undefined;
  readonly nesting: number;
  readonly minItems: number;
  readonly maxItems: number;
}

export interface BlockMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly blockTypes: readonly NestedBlockMessage[];
  readonly description: string;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly deprecationMessage: string;
}

const OBJECT: Message<ObjectMessage> = { fields: { attributes: messages(1, () => ATTRIBUTE), nesting: integer(3) } };
const ATTRIBUTE: Message<AttributeMessage> = {
  fields: {
    name: string(1),
    type: bytes(2),
    description: string(3),
    required: bool(4),
    optional: bool(5),
    computed: bool(6),
    sensitive: bool(7),
    descriptionKind: integer(8),
    deprecated: bool(9),
    nestedType: message(10, () => OBJECT),
    writeOnly: bool(11),
    deprecationMessage: string(12),
  },
};
const BLOCK: Message<BlockMessage> = {
  fields: {
    attributes: messages(2, () => ATTRIBUTE),
    blockTypes: messages(3, () => NESTED_BLOCK),
    description: string(4),
    descriptionKind: integer(5),
    deprecated: bool(6),
    deprecationMessage: string(7),
  },
};
const NESTED_BLOCK: Message<NestedBlockMessage> = {
  fields: {
    typeName: string(1),
    block: message(2, () => BLOCK),
    nesting: integer(3),
    minItems: integer(4),
    maxItems: integer(5),
  },
};
const SCHEMA = define({ version: integer(1), block: message(2, () => BLOCK) });
export type SchemaMessage = MessageOf<typeof SCHEMA>;

export const GET_PROVIDER_SCHEMA_RESPONSE = define({
  provider: message(1, () => SCHEMA),
  resourceSchemas: messageMap(2, () => SCHEMA),
  dataSourceSchemas: messageMap(3, () => SCHEMA),
  diagnostics: diagnostics(4),
  serverCapabilities: serverCapabilities(6),
});

const TYPE_NAME = define({ typeName: string(1) });
export const GET_METADATA_RESPONSE = define({
  serverCapabilities: serverCapabilities(1),
  diagnostics: diagnostics(2),
  dataSources: messages(3, () => TYPE_NAME),
  resources: messages(4, () => TYPE_NAME),
});

export const VALIDATE_PROVIDER_REQUEST = define({ config: value(1) });
export const VALIDATE_PROVIDER_RESPONSE = define({ diagnostics: diagnostics(2) });

export const CONFIGURE_REQUEST = define({ terraformVersion: string(1), config: value(2) });
export const VALIDATE_RESOURCE_REQUEST = define({
  typeName: string(1),
  config: value(2),
  clientCapabilities: clientCapabilities(3),
});
export const VALIDATE_DATA_SOURCE_REQUEST = define({ typeName: string(1), config: value(2) });
/** Answer of every call that has nothing but diagnostics to say. */
export const DIAGNOSTICS_RESPONSE = define({ diagnostics: diagnostics(1) });

export const UPGRADE_REQUEST = define({
  typeName: string(1),
  version: integer(2),
  rawState: message(3, () => RAW_STATE),
});
export const UPGRADE_RESPONSE = define({ upgradedState: value(1), diagnostics: diagnostics(2) });

export const READ_REQUEST = define({
  typeName: string(1),
  currentState: value(2),
  private: bytes(3),
  currentIdentity: identity(6),
});
export const READ_RESPONSE = define({
  newState: value(1),
  diagnostics: diagnostics(2),
  private: bytes(3),
  newIdentity: identity(5),
});

export const PLAN_REQUEST = define({
  typeName: string(1),
  priorState: value(2),
  proposedNewState: value(3),
  config: value(4),
  priorPrivate: bytes(5),
  priorIdentity: identity(8),
});
export const PLAN_RESPONSE = define({
  plannedState: value(1),
  requiresReplace: messages(2, () => ATTRIBUTE_PATH),
  plannedPrivate: bytes(3),
  diagnostics: diagnostics(4),
  legacyTypeSystem: bool(5),
  plannedIdentity: identity(7),
});

export const APPLY_REQUEST = define({
  typeName: string(1),
  priorState: value(2),
  plannedState: value(3),
  config: value(4),
  plannedPrivate: bytes(5),
  plannedIdentity: identity(7),
});
export const APPLY_RESPONSE = define({
  newState: value(1),
  private: bytes(2),
  diagnostics: diagnostics(3),
  legacyTypeSystem: bool(4),
  newIdentity: identity(5),
});

export const IMPORT_REQUEST = define({ typeName: string(1), id: string(2), identity: identity(4) });
const IMPORTED = define({ typeName: string(1), state: value(2), private: bytes(3), identity: identity(4) });
export const IMPORT_RESPONSE = define({ importedResources: messages(1, () => IMPORTED), diagnostics: diagnostics(2) });

const IDENTITY_ATTRIBUTE = define({
  name: string(1),
  type: bytes(2),
  requiredForImport: bool(3),
  optionalForImport: bool(4),
  description: string(5),
});
const IDENTITY_SCHEMA = define({ version: integer(1), identityAttributes: messages(2, () => IDENTITY_ATTRIBUTE) });
export type IdentitySchemaMessage = MessageOf<typeof IDENTITY_SCHEMA>;
export const IDENTITY_SCHEMAS_RESPONSE = define({
  identitySchemas: messageMap(1, () => IDENTITY_SCHEMA),
  diagnostics: diagnostics(2),
});
export const UPGRADE_IDENTITY_REQUEST = define({
  typeName: string(1),
  version: integer(2),
  rawIdentity: message(3, () => RAW_STATE),
});
export const UPGRADE_IDENTITY_RESPONSE = define({ upgradedIdentity: identity(1), diagnostics: diagnostics(2) });

export const READ_DATA_SOURCE_REQUEST = define({ typeName: string(1), config: value(2) });
export const READ_DATA_SOURCE_RESPONSE = define({ state: value(1), diagnostics: diagnostics(2) });

export const STOP_RESPONSE = define({ error: string(1) });

export const HEALTH_REQUEST = define({ service: string(1) });
export const HEALTH_RESPONSE = define({ status: integer(1) });

function define<T extends object>(fields: Message<T>["fields"]): Message<T> {
  return { fields };
}
