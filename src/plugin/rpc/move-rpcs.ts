import { DiagnosticError } from "../diagnostic";
import { received } from "../lifecycle/conformance";
import { configFromState } from "../lifecycle/generate-config";
import { identityOf } from "../lifecycle/identity";
import { reportFaults, unknownFaults } from "../lifecycle/report";
import { shown } from "../lifecycle/numbers";
import { moveState } from "../lifecycle/move";
import { fromDynamicValue, fromPrivate, fromRawState, toDynamicValue, toPrivate } from "../wire/convert";
import { toIdentityMessage } from "./identity-rpcs";
import { schemaOfResource } from "./resource-rpcs";
import { rpc, type Rpc } from "./rpc";

export const moveResourceState: Rpc = rpc("MoveResourceState", {
  schema: ({ provider }, { targetTypeName: typeName }) => schemaOfResource({ provider }, { typeName }),
  async call({ session, diagnostics }, request) {
    const { targetTypeName: typeName } = request;
    const resource = session.resource(typeName);
    const from = {
      provider: request.sourceProviderAddress,
      type: request.sourceTypeName,
      version: request.sourceSchemaVersion,
      state: fromRawState(request.sourceState),
      private: fromPrivate(request.sourcePrivate),
    };
    const moved = await moveState(diagnostics, resource, { typeName, from });
    const identity = identityOf(diagnostics, resource, moved.state);
    if (diagnostics.hasErrors) return {};
    return {
      targetState: toDynamicValue(resource.schema, moved.state),
      targetPrivate: toPrivate(moved.private, new Uint8Array(0)),
      targetIdentity: toIdentityMessage(resource, identity),
    };
  },
});

export const generateResourceConfig: Rpc = rpc("GenerateResourceConfig", {
  schema: schemaOfResource,
  async call({ session, diagnostics }, request) {
    const resource = session.resource(request.typeName);
    const state = fromDynamicValue(resource.schema, request.state);
    if (state === null) throw new DiagnosticError("Terraform sent no state to make a configuration from");
    const { schema } = resource;
    const answer: unknown = await resource.generateConfig?.({ state: shown(schema, state) });
    const config = received(diagnostics, "configuration", schema, answer ?? configFromState(resource, state));
    reportFaults(diagnostics, "configuration", unknownFaults(config ?? null));
    return diagnostics.hasErrors || config === undefined ? {} : { config: toDynamicValue(schema, config) };
  },
});
