import { DiagnosticError } from "../diagnostic";
import { closeEphemeral, openEphemeral, renewEphemeral } from "../lifecycle/ephemeral";
import type { Session } from "../lifecycle/session";
import { validateConfig } from "../lifecycle/validate";
import type { Schema } from "../schema";
import { fromDynamicValue, fromPrivate, toDynamicValue, toPrivate } from "../wire/convert";
import { toTimestamp } from "../wire/timestamp";
import { deferralOf } from "./deferred";
import { rpc, type Rpc } from "./rpc";

export const validateEphemeralConfig: Rpc = rpc("ValidateEphemeralResourceConfig", {
  schema: schemaOf,
  async call({ session, diagnostics }, { typeName, config }) {
    const ephemeral = session.ephemeral(typeName);
    await validateConfig(diagnostics, ephemeral, fromDynamicValue(ephemeral.schema, config) ?? {});
    return {};
  },
});

export const openEphemeralResource: Rpc = rpc("OpenEphemeralResource", {
  schema: schemaOf,
  async call(call, request) {
    const ephemeral = call.session.ephemeral(request.typeName);
    const value = fromDynamicValue(ephemeral.schema, request.config);
    if (value === null) throw new DiagnosticError("Terraform sent no configuration for the ephemeral resource");
    const deferred = deferralOf(call, request);
    if (deferred !== undefined) return { deferred };
    const answer = await openEphemeral(call, ephemeral, value, (opened) => ({
      result: toDynamicValue(ephemeral.schema, opened.result),
      renewAt: opened.renewAt && toTimestamp(opened.renewAt),
      private: toPrivate(opened.private, NONE),
    }));
    return answer ?? {};
  },
});

export const renewEphemeralResource: Rpc = rpc("RenewEphemeralResource", {
  schema: schemaOf,
  async call(call, { typeName, private: kept = NONE }) {
    const renewed = await renewEphemeral(call, call.session.ephemeral(typeName), fromPrivate(kept));
    return {
      renewAt: renewed.renewAt && toTimestamp(renewed.renewAt),
      private: toPrivate(renewed.private, kept),
    };
  },
  failed: ({ private: kept }) => ({ private: kept }),
});

export const closeEphemeralResource: Rpc = rpc("CloseEphemeralResource", {
  schema: schemaOf,
  always: true,
  async call(call, { typeName, private: kept = NONE }) {
    await closeEphemeral(call, call.session.ephemeral(typeName), fromPrivate(kept));
    return {};
  },
});

const NONE = new Uint8Array(0);

function schemaOf({ provider }: Session, { typeName }: { readonly typeName: string }): Schema | undefined {
  const { ephemerals = {} } = provider;
  return Object.hasOwn(ephemerals, typeName) ? ephemerals[typeName]?.schema : undefined;
}
