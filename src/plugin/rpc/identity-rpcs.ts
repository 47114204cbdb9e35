import { identitySchema, upgradeIdentity } from "../lifecycle/identity";
import type { AnyResource, IdentityAttribute } from "../provider";
import type { ValueRecord } from "../value";
import { fromDynamicValue, fromRawState, toDynamicValue } from "../wire/convert";
import type { ResourceIdentityData, ResourceIdentitySchema } from "../wire/tfplugin6";
import { rpc, type Rpc } from "./rpc";

export const getResourceIdentitySchemas: Rpc = rpc("GetResourceIdentitySchemas", {
  call({ session }) {
    const resources = Object.entries(session.provider.resources ?? {});
    const schemas = resources.flatMap(([name, { identity }]) =>
      identity === undefined ? [] : [[name, schemaMessage(identity)] as const],
    );
    return { identitySchemas: new Map(schemas) };
  },
});

export const upgradeResourceIdentity: Rpc = rpc("UpgradeResourceIdentity", {
  async call({ session }, { typeName, version, rawIdentity }) {
    const resource = session.resource(typeName);
    const upgraded = await upgradeIdentity(resource, { version, state: fromRawState(rawIdentity) });
    return { upgradedIdentity: toIdentityMessage(resource, upgraded) };
  },
});

/** Nothing is sent where there is no identity: Terraform takes null for a broken one. */
export function toIdentityMessage(
  resource: AnyResource,
  identity: ValueRecord | null,
): ResourceIdentityData | undefined {
  const schema = identitySchema(resource);
  if (schema === undefined || identity === null) return undefined;
  return { identityData: toDynamicValue(schema, identity) };
}

export function fromIdentityMessage(
  resource: AnyResource,
  message: ResourceIdentityData | undefined,
): ValueRecord | null {
  const schema = identitySchema(resource);
  return schema === undefined ? null : fromDynamicValue(schema, message?.identityData);
}

function schemaMessage({
  version = 0,
  attributes,
}: {
  readonly version?: number;
  readonly attributes: Readonly<Record<string, IdentityAttribute>>;
}): ResourceIdentitySchema {
  const identityAttributes = Object.entries(attributes).map(
    ([name, { type, description = "", requiredForImport = false }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      requiredForImport,
      optionalForImport: !requiredForImport,
      description,
    }),
  );
  return { version, identityAttributes };
}
