import { isRecord, isUnknown, type Attribute, type Value, type ValueRecord } from "../../plugin";

/** Values whose change makes a new result, in every resource of the provider. */
export const keepers = {
  type: ["map", "string"],
  optional: true,
  requiresReplace: ({ config, prior }: { readonly config: Value; readonly prior: Value }) => replaces(config, prior),
} as const satisfies Attribute;

/** A result: drawn when the resource is created, and never again. */
export const result = { type: "string", computed: true, useStateForUnknown: true } as const satisfies Attribute;

/**
 * Whether keepers differ by more than what the provider's first versions did not store: keys whose value is null. What
 * is not known yet has no keys, as in the real provider.
 */
function replaces(config: Value, prior: Value): boolean {
  const wanted = recordOf(config);
  if (prior === null) return Object.values(wanted).some((value) => value !== null);
  const kept = recordOf(prior);
  const isNew = Object.entries(wanted).some(([key, value]) =>
    Object.hasOwn(kept, key) ? value !== kept[key] : value !== null,
  );
  return isNew || Object.keys(kept).some((key) => !Object.hasOwn(wanted, key));
}

function recordOf(value: Value): ValueRecord {
  return isRecord(value) && !isUnknown(value) ? value : {};
}
