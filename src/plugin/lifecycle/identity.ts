import { DiagnosticError } from "../diagnostic";
import { sameValue } from "../values/equal";
import { mapRecord } from "../values/guards";
import { attributeOf } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import { shown } from "./numbers";
import type { Collector } from "./collector";
import { received } from "./conformance";
import { reportFaults, unknownFaults } from "./report";
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

/** The identity of a stored resource; `null` where it is gone, has none, or the provider does not say it rightly. */
export function identityOf(
  diagnostics: Collector,
  resource: AnyResource,
  state: ValueRecord | null,
): ValueRecord | null {
  const schema = identitySchema(resource);
  if (schema === undefined || state === null) return null;
  const answer: unknown = resource.identity?.of(shown(resource.schema, state));
  const identity = received(diagnostics, "identity", schema, answer) ?? null;
  if (identity !== null) reportFaults(diagnostics, "identity", unknownFaults(identity));
  return identity;
}

/** Refuses an identity that is another one than the stored one: it names the same resource for good. */
export function checkIdentity(
  diagnostics: Collector,
  { identity }: AnyResource,
  { stored, now }: { readonly stored: ValueRecord | null; readonly now: ValueRecord | null },
): void {
  if (identity === undefined || stored === null || now === null) return;
  const changed = Object.entries(identity.attributes).filter(
    // What an import left open is filled in later.
    ([name, { type }]) => (stored[name] ?? null) !== null && !sameValue(type, stored[name], now[name]),
  );
  reportFaults(
    diagnostics,
    "identity",
    changed.map(([name]) => ({
      path: [name],
      text: "has another value than the stored one, and an identity must not change",
    })),
  );
}

/** Brings a stored identity to the current attributes, as a stored state to its schema. */
export function upgradeIdentity(resource: AnyResource, stored: StoredState): Promise<ValueRecord> {
  const schema = identitySchema(resource);
  if (schema === undefined) throw new DiagnosticError("Resources of this type have no identity");
  return upgradeState({ ...resource, schema, upgrade: undefined }, stored);
}
