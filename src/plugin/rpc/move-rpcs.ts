import { DiagnosticError } from "../diagnostic";
import { configFromState } from "../lifecycle/generate-config";
import { identityOf } from "../lifecycle/identity";
import { shown } from "../lifecycle/numbers";
import { moveState } from "../lifecycle/move";
import { fromDynamicValue, fromPrivate, fromRawState, toDynamicValue, toPrivate } from "../wire/convert";
import { toIdentityMessage } from "./identity-rpcs";
import { schemaOfResource } from "./resource-rpcs";
import { rpc, type Rpc } from "./rpc";

export const moveResourceState: Rpc = rpc("MoveResourceState", {
  schema: ({ provider }, { targetTypeName: typeName }) => schemaOfResource({ provider }, { typeName }),
  async call({ session }, request) {
    const resource = session.resource(request.targetTypeName);
    const moved = await moveState(resource, request.targetTypeName, {
      provider: request.sourceProviderAddress,
      type: request.sourceTypeName,
      version: request.sourceSchemaVersion,
      state: fromRawState(request.sourceState),
      private: fromPrivate(request.sourcePrivate),
    });
    return {
      targetState: toDynamicValue(resource.schema, moved.state),
      targetPrivate: toPrivate(moved.private, new Uint8Array(0)),
      targetIdentity: toIdentityMessage(resource, identityOf(resource, moved.state)),
    };
  },
});

export const generateResourceConfig: Rpc = rpc("GenerateResourceConfig", {
  schema: schemaOfResource,
  async call({ session }, request) {
    const resource = session.resource(request.typeName);
    const state = fromDynamicValue(resource.schema, request.state);
    if (state === null) throw new DiagnosticError("Terraform sent no state to make a configuration from");
    const config =
      (await resource.generateConfig?.({ state: shown(resource.schema, state) })) ?? configFromState(resource, state);
    return { config: toDynamicValue(resource.schema, config) };
  },
});
