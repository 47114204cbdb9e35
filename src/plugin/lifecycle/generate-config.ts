import { sameValue } from "../values/equal";
import { typeOfAttribute } from "../values/implied-type";
import type { AnyResource } from "../provider";
import type { Attribute } from "../schema";
import type { Value, ValueRecord } from "../value";
import { transform } from "./walk";

/**
 * The configuration that an imported state could have come from: what is only computed, write-only, deprecated or at
 * its default is left out.
 *
 * @see https://developer.hashicorp.com/terraform/language/import/generating-configuration
 */
export function configFromState({ schema, legacyTypeSystem: legacy }: AnyResource, state: ValueRecord): ValueRecord {
  const leftOut = (attribute: Attribute, value: Value): boolean => {
    const { required, optional, writeOnly, deprecated } = attribute;
    if (required) return false;
    if (!optional || writeOnly || deprecated) return true;
    // The old SDK stores "" for what is not set.
    if (legacy && value === "") return true;
    if (attribute.default === undefined || typeof attribute.default === "function") return false;
    return sameValue(typeOfAttribute(attribute), attribute.default, value);
  };
  const config = transform(schema, [state], (attribute, { place: [value] }) =>
    leftOut(attribute, value) ? null : undefined,
  );
  // It also declares an id that may be written, and refuses it.
  return legacy && schema.attributes?.id?.computed ? { ...config, id: null } : config;
}
