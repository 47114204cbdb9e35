import { applyResource } from "../lifecycle/apply";
import { checkIdentity, identityOf } from "../lifecycle/identity";
import { importResource, type ImportTarget } from "../lifecycle/import";
import { planResource } from "../lifecycle/plan";
import { readResource } from "../lifecycle/read";
import type { AnyResource } from "../provider";
import { attempt, type Call, type Session } from "../lifecycle/session";
import type { ValueRecord } from "../value";
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
  unknownValue,
} from "../wire/convert";
import type {
  ApplyResourceChangeRequest,
  PlanResourceChangeRequest,
  ReadResourceRequest,
  ResourceIdentityData,
} from "../wire/tfplugin6";
import { deferralOf } from "./deferred";
import { fromIdentityMessage, toIdentityMessage } from "./identity-rpcs";
import { rpc, type Rpc } from "./rpc";

export const validateResourceConfig: Rpc = rpc("ValidateResourceConfig", {
  schema: schemaOfResource,
  async call({ session, diagnostics }, request) {
    const resource = session.resource(request.typeName);
    const config = fromDynamicValue(resource.schema, request.config) ?? {};
    const writeOnly = request.clientCapabilities?.writeOnlyAttributesAllowed === true;
    if (!writeOnly) refuseWriteOnly(diagnostics, resource.schema, config);
    await validateConfig(diagnostics, resource, config, { writeOnly });
    if (!diagnostics.hasErrors) resource.declared?.({ client: session.clientIfAny, config });
    return {};
  },
});

export const upgradeResourceState: Rpc = rpc("UpgradeResourceState", {
  schema: schemaOfResource,
  async call({ session, diagnostics }, { typeName, version, rawState }) {
    const resource = session.resource(typeName);
    const upgraded = await upgradeState(resource, { version, state: fromRawState(rawState) }, diagnostics);
    if (diagnostics.hasErrors) return {};
    resource.stored?.({ client: session.clientIfAny, state: upgraded });
    return { upgradedState: toDynamicValue(resource.schema, upgraded) };
  },
});

export const readResourceState: Rpc = rpc("ReadResource", {
  schema: schemaOfResource,
  async call(call, request) {
    const resource = call.session.resource(request.typeName);
    const state = fromDynamicValue(resource.schema, request.currentState);
    if (state === null) return unread(request);
    const deferred = deferralOf(call, request);
    if (deferred !== undefined) return { ...unread(request), deferred };
    const read = await readResource(call, resource, { state, private: fromPrivate(request.private) });
    const identity = identityOf(call.diagnostics, resource, read.state);
    const stored = fromIdentityMessage(resource, request.currentIdentity);
    checkIdentity(call.diagnostics, resource, { stored, now: identity });
    if (call.diagnostics.hasErrors) return unread(request);
    return {
      newState: toDynamicValue(resource.schema, read.state),
      private: toPrivate(read.private, request.private),
      newIdentity: toIdentityMessage(resource, identity),
    };
  },
  failed: unread,
});

export const planResourceChange: Rpc = rpc("PlanResourceChange", {
  schema: schemaOfResource,
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
      plannedIdentity: request.priorIdentity,
      deferred: deferralOf(call, request),
    };
  },
  failed: unplanned,
});

export const applyResourceChange: Rpc = rpc("ApplyResourceChange", {
  schema: schemaOfResource,
  async call(call, request) {
    const resource = call.session.resource(request.typeName);
    const applied = await applyResource(call, resource, {
      config: fromDynamicValue(resource.schema, request.config),
      prior: fromDynamicValue(resource.schema, request.priorState),
      planned: fromDynamicValue(resource.schema, request.plannedState),
      private: fromPrivate(request.plannedPrivate),
    });
    // The resource was written: a fault in what goes along must not take the state with it.
    return {
      newState: toDynamicValue(resource.schema, applied.state),
      private: attempt(call, request.plannedPrivate, () => toPrivate(applied.private, request.plannedPrivate)),
      legacyTypeSystem: resource.legacyTypeSystem ?? false,
      newIdentity: attempt(call, request.plannedIdentity, () =>
        appliedIdentity(call, resource, request, applied.state),
      ),
    };
  },
  // What is stored must survive: an answer without state would drop it.
  failed: ({ priorState, plannedPrivate, plannedIdentity }) => ({
    newState: priorState,
    private: plannedPrivate,
    newIdentity: plannedIdentity,
  }),
});

/** What names the resource after it was written: as it was planned, where the provider does not say it rightly. */
function appliedIdentity(
  { diagnostics }: Call,
  resource: AnyResource,
  { plannedIdentity }: ApplyResourceChangeRequest,
  state: ValueRecord | null,
): ResourceIdentityData | undefined {
  const failedBefore = diagnostics.hasErrors;
  const identity = identityOf(diagnostics, resource, state);
  checkIdentity(diagnostics, resource, { stored: fromIdentityMessage(resource, plannedIdentity), now: identity });
  return diagnostics.hasErrors && !failedBefore ? plannedIdentity : toIdentityMessage(resource, identity);
}

export const importResourceState: Rpc = rpc("ImportResourceState", {
  schema: schemaOfResource,
  async call(call, request) {
    const { typeName, id, identity } = request;
    const wanted = call.session.resource(typeName);
    const deferred = deferralOf(call, request);
    if (deferred !== undefined) return { importedResources: [unknownImport(wanted, typeName, identity)], deferred };
    const target: ImportTarget =
      identity === undefined ? { id } : { identity: fromIdentityMessage(wanted, identity) ?? {} };
    const found = await importResource(call, typeName, target);
    if (call.diagnostics.hasErrors) return { importedResources: [] };
    return {
      importedResources: found.map(({ typeName: type, state, identity: named, private: kept }) => {
        const resource = call.session.resource(type);
        return {
          typeName: type,
          state: toDynamicValue(resource.schema, state),
          private: toPrivate(kept, new Uint8Array(0)),
          identity: toIdentityMessage(resource, named),
        };
      }),
    };
  },
});

function unknownImport({ schema }: AnyResource, typeName: string, identity: ResourceIdentityData | undefined) {
  return { typeName, state: unknownValue(schema), private: new Uint8Array(0), identity };
}

function unread({ currentState, private: kept, currentIdentity }: ReadResourceRequest) {
  return { newState: currentState, private: kept, newIdentity: currentIdentity };
}

function unplanned({ priorPrivate, priorIdentity }: PlanResourceChangeRequest) {
  return {
    plannedPrivate: priorPrivate,
    plannedIdentity: priorIdentity,
  };
}

export function schemaOfResource(
  { provider }: Pick<Session, "provider">,
  { typeName }: { readonly typeName: string },
): Schema | undefined {
  const resources = provider.resources ?? {};
  return Object.hasOwn(resources, typeName) ? resources[typeName]?.schema : undefined;
}
