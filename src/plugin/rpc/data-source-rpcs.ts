import { DiagnosticError } from "../diagnostic";
import { readDataSource } from "../lifecycle/read";
import type { Session } from "../lifecycle/session";
import { validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import { fromDynamicValue, toDynamicValue, unknownValue } from "../wire/convert";
import { deferralOf } from "./deferred";
import { rpc, type Rpc } from "./rpc";

export const validateDataSourceConfig: Rpc = rpc("ValidateDataResourceConfig", {
  schema: schemaOf,
  async call({ session, diagnostics }, { typeName, config }) {
    const source = session.dataSource(typeName);
    await validateConfig(diagnostics, source, fromDynamicValue(source.schema, config) ?? {});
    return {};
  },
});

export const readDataSourceState: Rpc = rpc("ReadDataSource", {
  schema: schemaOf,
  async call(call, request) {
    const source = call.session.dataSource(request.typeName);
    const value = fromDynamicValue(source.schema, request.config);
    if (value === null) throw new DiagnosticError("Terraform sent no configuration for the data source");
    const deferred = deferralOf(call, request);
    if (deferred !== undefined) return { state: unknownValue(source.schema), deferred };
    const state = await readDataSource(call, source, value);
    return { state: call.diagnostics.hasErrors ? undefined : toDynamicValue(source.schema, state) };
  },
});

function schemaOf({ provider }: Session, { typeName }: { readonly typeName: string }): Schema | undefined {
  const sources = provider.dataSources ?? {};
  return Object.hasOwn(sources, typeName) ? sources[typeName]?.schema : undefined;
}
