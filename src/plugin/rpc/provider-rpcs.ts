import { configureProvider, validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import { fromDynamicValue } from "../wire/convert";
import {
  CONFIGURE_REQUEST,
  DIAGNOSTICS_RESPONSE,
  EMPTY,
  GET_METADATA_RESPONSE,
  GET_PROVIDER_SCHEMA_RESPONSE,
  STOP_RESPONSE,
  VALIDATE_PROVIDER_REQUEST,
  VALIDATE_PROVIDER_RESPONSE,
  type SchemaMessage,
} from "../wire/messages";
import { toSchemaMessage } from "../wire/schema-message";
import { plainRpc, rpc, type Rpc } from "./rpc";

/** Nothing in the bridge depends on the schema having been asked for; destroy plans are wanted. */
const SERVER_CAPABILITIES = { planDestroy: true, getProviderSchemaOptional: true };

export const getProviderSchema: Rpc = rpc({
  request: EMPTY,
  response: GET_PROVIDER_SCHEMA_RESPONSE,
  call: ({ session: { provider } }) => ({
    provider: toSchemaMessage(provider.schema),
    resourceSchemas: schemaMessages(provider.resources),
    dataSourceSchemas: schemaMessages(provider.dataSources),
    serverCapabilities: SERVER_CAPABILITIES,
  }),
  failed: () => ({
    provider: undefined,
    resourceSchemas: new Map(),
    dataSourceSchemas: new Map(),
    serverCapabilities: SERVER_CAPABILITIES,
  }),
});

export const getMetadata: Rpc = rpc({
  request: EMPTY,
  response: GET_METADATA_RESPONSE,
  call: ({ session: { provider } }) => ({
    serverCapabilities: SERVER_CAPABILITIES,
    dataSources: typeNames(provider.dataSources),
    resources: typeNames(provider.resources),
  }),
  failed: () => ({ serverCapabilities: SERVER_CAPABILITIES, dataSources: [], resources: [] }),
});

export const validateProviderConfig: Rpc = rpc({
  request: VALIDATE_PROVIDER_REQUEST,
  response: VALIDATE_PROVIDER_RESPONSE,
  schema: ({ provider }) => provider.schema,
  async call({ session: { provider }, diagnostics }, request) {
    await validateConfig(diagnostics, provider, fromDynamicValue(provider.schema, request.config) ?? {});
    return {};
  },
  failed: () => ({}),
});

export const configure: Rpc = rpc({
  request: CONFIGURE_REQUEST,
  response: DIAGNOSTICS_RESPONSE,
  schema: ({ provider }) => provider.schema,
  async call(call, { config, terraformVersion }) {
    const value = fromDynamicValue(call.session.provider.schema, config) ?? {};
    await configureProvider(call, { config: value, terraformVersion });
    return {};
  },
  failed: () => ({}),
});

export const stopProvider: Rpc = plainRpc(EMPTY, STOP_RESPONSE, (session) => {
  session.stop();
  return { error: "" };
});

type Typed = Readonly<Record<string, { readonly schema: Schema }>>;

function schemaMessages(typed: Typed = {}): ReadonlyMap<string, SchemaMessage> {
  return new Map(Object.entries(typed).map(([name, { schema }]) => [name, toSchemaMessage(schema)]));
}

function typeNames(typed: Typed = {}): readonly { readonly typeName: string }[] {
  return Object.keys(typed).map((typeName) => ({ typeName }));
}
