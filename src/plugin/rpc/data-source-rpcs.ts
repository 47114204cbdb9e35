import { DiagnosticError } from "../diagnostic";
import { readDataSource } from "../lifecycle/read";
import type { Session } from "../lifecycle/session";
import { validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import { fromDynamicValue, toDynamicValue } from "../wire/convert";
import {
  DIAGNOSTICS_RESPONSE,
  READ_DATA_SOURCE_REQUEST,
  READ_DATA_SOURCE_RESPONSE,
  VALIDATE_DATA_SOURCE_REQUEST,
} from "../wire/messages";
import { rpc, type Rpc } from "./rpc";

export const validateDataSourceConfig: Rpc = rpc({
  request: VALIDATE_DATA_SOURCE_REQUEST,
  response: DIAGNOSTICS_RESPONSE,
  schema: schemaOf,
  async call({ session, diagnostics }, { typeName, config }) {
    const source = session.dataSource(typeName);
    await validateConfig(diagnostics, source, fromDynamicValue(source.schema, config) ?? {});
    return {};
  },
  failed: () => ({}),
});

export const readDataSourceState: Rpc = rpc({
  request: READ_DATA_SOURCE_REQUEST,
  response: READ_DATA_SOURCE_RESPONSE,
  schema: schemaOf,
  async call(call, { typeName, config }) {
    const source = call.session.dataSource(typeName);
    const value = fromDynamicValue(source.schema, config);
    if (value === null) throw new DiagnosticError("Terraform sent no configuration for the data source");
    const state = await readDataSource(call, source, value);
    return { state: call.diagnostics.hasErrors ? undefined : toDynamicValue(source.schema, state) };
  },
  failed: () => ({ state: undefined }),
});

function schemaOf({ provider }: Session, { typeName }: { readonly typeName: string }): Schema | undefined {
  const sources = provider.dataSources ?? {};
  return Object.hasOwn(sources, typeName) ? sources[typeName]?.schema : undefined;
}
