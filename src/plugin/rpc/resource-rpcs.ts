import { DiagnosticError } from "../diagnostic";
import { applyResource } from "../lifecycle/apply";
import { planResource } from "../lifecycle/plan";
import { importResource, readResource } from "../lifecycle/read";
import type { Session } from "../lifecycle/session";
import { upgradeState } from "../lifecycle/upgrade";
import { refuseWriteOnly, validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import {
  fromDynamicValue,
  fromPrivate,
  fromRawState,
  toAttributePath,
  toDynamicValue,
  toPrivate,
} from "../wire/convert";
import {
  APPLY_REQUEST,
  APPLY_RESPONSE,
  DIAGNOSTICS_RESPONSE,
  IMPORT_REQUEST,
  IMPORT_RESPONSE,
  PLAN_REQUEST,
  PLAN_RESPONSE,
  READ_REQUEST,
  READ_RESPONSE,
  UPGRADE_REQUEST,
  UPGRADE_RESPONSE,
  VALIDATE_RESOURCE_REQUEST,
} from "../wire/messages";
import { rpc, type Rpc } from "./rpc";

export const validateResourceConfig: Rpc = rpc({
  request: VALIDATE_RESOURCE_REQUEST,
  response: DIAGNOSTICS_RESPONSE,
  schema: schemaOf,
  async call({ session, diagnostics }, request) {
    const resource = session.resource(request.typeName);
    const config = fromDynamicValue(resource.schema, request.config) ?? {};
    if (!request.clientCapabilities?.writeOnlyAttributesAllowed) refuseWriteOnly(diagnostics, resource.schema, config);
    await validateConfig(diagnostics, resource, config);
    return {};
  },
  failed: () => ({}),
});

export const upgradeResourceState: Rpc = rpc({
  request: UPGRADE_REQUEST,
  response: UPGRADE_RESPONSE,
  schema: schemaOf,
  async call({ session }, { typeName, version, rawState }) {
    const resource = session.resource(typeName);
    const upgraded = await upgradeState(resource, { version, state: fromRawState(rawState) });
    return { upgradedState: toDynamicValue(resource.schema, upgraded) };
  },
  failed: () => ({ upgradedState: undefined }),
});

export const readResourceState: Rpc = rpc({
  request: READ_REQUEST,
  response: READ_RESPONSE,
  schema: schemaOf,
  async call(call, request) {
    const resource = call.session.resource(request.typeName);
    const state = fromDynamicValue(resource.schema, request.currentState);
    if (state === null) return { newState: request.currentState, private: request.private };
    const read = await readResource(call, resource, { state, private: fromPrivate(request.private) });
    if (call.diagnostics.hasErrors) return { newState: request.currentState, private: request.private };
    return {
      newState: toDynamicValue(resource.schema, read.state),
      private: toPrivate(read.private, request.private),
    };
  },
  failed: ({ currentState, private: unchanged }) => ({ newState: currentState, private: unchanged }),
});

export const planResourceChange: Rpc = rpc({
  request: PLAN_REQUEST,
  response: PLAN_RESPONSE,
  schema: schemaOf,
  async call(call, request) {
    const resource = call.session.resource(request.typeName);
    const { schema, legacyTypeSystem = false } = resource;
    const plan = await planResource(call, resource, {
      config: fromDynamicValue(schema, request.config),
      prior: fromDynamicValue(schema, request.priorState),
      proposed: fromDynamicValue(schema, request.proposedNewState),
      private: fromPrivate(request.priorPrivate),
    });
    if (call.diagnostics.hasErrors) return { ...unplanned(request), legacyTypeSystem };
    return {
      plannedState: toDynamicValue(schema, plan.planned),
      requiresReplace: plan.requiresReplace.map((path) => toAttributePath(schema, path)),
      plannedPrivate: toPrivate(plan.private, request.priorPrivate),
      legacyTypeSystem,
    };
  },
  failed: (request) => ({ ...unplanned(request), legacyTypeSystem: false }),
});

export const applyResourceChange: Rpc = rpc({
  request: APPLY_REQUEST,
  response: APPLY_RESPONSE,
  schema: schemaOf,
  async call(call, request) {
    const resource = call.session.resource(request.typeName);
    const applied = await applyResource(call, resource, {
      config: fromDynamicValue(resource.schema, request.config),
      prior: fromDynamicValue(resource.schema, request.priorState),
      planned: fromDynamicValue(resource.schema, request.plannedState),
      private: fromPrivate(request.plannedPrivate),
    });
    return {
      newState: toDynamicValue(resource.schema, applied.state),
      private: toPrivate(applied.private, request.plannedPrivate),
      legacyTypeSystem: resource.legacyTypeSystem ?? false,
    };
  },
  // What is stored must survive: an answer without state would drop it.
  failed: ({ priorState, plannedPrivate }) => ({
    newState: priorState,
    private: plannedPrivate,
    legacyTypeSystem: false,
  }),
});

export const importResourceState: Rpc = rpc({
  request: IMPORT_REQUEST,
  response: IMPORT_RESPONSE,
  schema: schemaOf,
  async call(call, { typeName, id }) {
    if (id === "") throw new DiagnosticError("The id to import is empty");
    const found = await importResource(call, typeName, id);
    if (call.diagnostics.hasErrors) return { importedResources: [] };
    return {
      importedResources: found.map((imported) => ({
        typeName: imported.typeName,
        state: toDynamicValue(call.session.resource(imported.typeName).schema, imported.state),
        private: toPrivate(imported.private, new Uint8Array(0)),
      })),
    };
  },
  failed: () => ({ importedResources: [] }),
});

function unplanned({ priorPrivate }: { readonly priorPrivate: Uint8Array }) {
  return { plannedState: undefined, requiresReplace: [], plannedPrivate: priorPrivate };
}

function schemaOf({ provider }: Session, { typeName }: { readonly typeName: string }): Schema | undefined {
  const resources = provider.resources ?? {};
  return Object.hasOwn(resources, typeName) ? resources[typeName]?.schema : undefined;
}
