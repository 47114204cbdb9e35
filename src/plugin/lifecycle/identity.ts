import { DiagnosticError } from "../diagnostic";
import { mapRecord } from "../values/guards";
import { attributeOf } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import { shown } from "./numbers";
import type { StoredState } from "./upgrade";
import { upgradeState } from "./upgrade";

/** The schema that an identity travels by; `undefined` where the resource has none. */
export function identitySchema({ identity }: AnyResource): Schema | undefined {
  if (identity === undefined) return undefined;
  return {
    version: identity.version ?? 0,
    attributes: mapRecord(identity.attributes, ({ type }) => attributeOf(type, { optional: true })),
  };
}

/** The identity of a stored resource; `null` where it is gone or has none. */
export function identityOf({ identity, schema }: AnyResource, state: ValueRecord | null): ValueRecord | null {
  return identity === undefined || state === null ? null : identity.of(shown(schema, state));
}

/** Brings a stored identity to the current attributes, as a stored state to its schema. */
export function upgradeIdentity(resource: AnyResource, stored: StoredState): Promise<ValueRecord> {
  const schema = identitySchema(resource);
  if (schema === undefined) throw new DiagnosticError("Resources of this type have no identity");
  return upgradeState({ ...resource, schema, upgrade: undefined }, stored);
}
