import { providerFaults } from "../lifecycle/schema-rules";
import { configureProvider, validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import { fromDynamicValue } from "../wire/convert";
import { toSchemaMessage } from "../wire/schema-message";
import type { SchemaMessage } from "../wire/tfplugin6";
import { functionMessages } from "./function-rpcs";
import { plainRpc, rpc, type Rpc } from "./rpc";

/** Nothing in the bridge depends on the schema having been asked for; destroy plans are wanted. */
const SERVER_CAPABILITIES = {
  planDestroy: true,
  getProviderSchemaOptional: true,
  moveResourceState: true,
  generateResourceConfig: true,
};

const REPORT = "This is a bug in the provider. Please report it to its maintainers.";

export const getProviderSchema: Rpc = rpc("GetProviderSchema", {
  call({ session: { provider, declared }, diagnostics }) {
    // Checked here and not at each launch: most launches are never asked. Terraform panics on some of the faults.
    for (const fault of providerFaults(declared))
      diagnostics.error(`Faulty schema in the provider ${provider.name}`, `${fault}.\n\n${REPORT}`);
    if (diagnostics.hasErrors) return { serverCapabilities: SERVER_CAPABILITIES };
    return {
      provider: toSchemaMessage(provider.schema),
      resourceSchemas: schemaMessages(provider.resources),
      dataSourceSchemas: schemaMessages(provider.dataSources),
      ephemeralResourceSchemas: schemaMessages(provider.ephemerals),
      functions: functionMessages(provider),
      serverCapabilities: SERVER_CAPABILITIES,
    };
  },
  failed: () => ({ serverCapabilities: SERVER_CAPABILITIES }),
});

export const getMetadata: Rpc = rpc("GetMetadata", {
  call: ({ session: { provider } }) => ({
    serverCapabilities: SERVER_CAPABILITIES,
    dataSources: typeNames(provider.dataSources),
    resources: typeNames(provider.resources),
    ephemeralResources: typeNames(provider.ephemerals),
    functions: Object.keys(provider.functions ?? {}).map((name) => ({ name })),
  }),
  failed: () => ({ serverCapabilities: SERVER_CAPABILITIES }),
});

export const validateProviderConfig: Rpc = rpc("ValidateProviderConfig", {
  schema: ({ provider }) => provider.schema,
  async call({ session: { provider }, diagnostics }, request) {
    await validateConfig(diagnostics, provider, fromDynamicValue(provider.schema, request.config) ?? {});
    return {};
  },
});

export const configure: Rpc = rpc("ConfigureProvider", {
  schema: ({ provider }) => provider.schema,
  async call(call, { config, terraformVersion }) {
    const value = fromDynamicValue(call.session.provider.schema, config) ?? {};
    await configureProvider(call, { config: value, terraformVersion });
    return {};
  },
});

export const stopProvider: Rpc = plainRpc("StopProvider", (session) => {
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
